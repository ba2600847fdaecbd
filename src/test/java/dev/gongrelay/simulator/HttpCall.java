package dev.gongrelay.simulator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A request to the server at this address, and its headers and body so far; paths are sent as they are. */
record HttpCall(HttpClient http, URI server, List<String> headers, BodyPublisher body) {
    private static final HttpClient PLAIN = HttpClient.newHttpClient();

    /** Without credentials. */
    static HttpCall to(URI server) {
        return new HttpCall(PLAIN, server, List.of(), BodyPublishers.noBody());
    }

    HttpCall with(HttpClient otherHttp) {
        return new HttpCall(otherHttp, server, headers, body);
    }

    HttpCall as(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    HttpCall header(String name, String value) {
        List<String> all = new ArrayList<>(headers);
        all.addAll(List.of(name, value));
        return new HttpCall(http, server, all, body);
    }

    HttpCall json(String text) {
        return header("Content-Type", "application/json").body(text.getBytes(StandardCharsets.UTF_8));
    }

    HttpCall body(byte[] bytes) {
        return new HttpCall(http, server, headers, BodyPublishers.ofByteArray(bytes));
    }

    /** With a body in chunks, of a length that is not said. */
    HttpCall chunked(byte[] bytes) {
        return new HttpCall(http, server, headers, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
    }

    HttpAnswer get(String path) {
        return send("GET", path);
    }

    HttpAnswer post(String path) {
        return send("POST", path);
    }

    HttpAnswer put(String path) {
        return send("PUT", path);
    }

    HttpAnswer send(String method, String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + path)).method(method, body);
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        try {
            return new HttpAnswer(http.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + method + " " + path, e);
        }
    }
}
