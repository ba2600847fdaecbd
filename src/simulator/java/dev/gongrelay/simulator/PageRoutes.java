package dev.gongrelay.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The simulator's routes for people: the page at {@code /}, what it shows, and the media that it plays. */
final class PageRoutes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final String CALL = "/page/calls/";
    private static final String MEDIA = "/media/";
    private static final String FAULTS = "/page/faults";
    private static final int MOST_ROWS = 500;

    private final CallsView calls;
    private final RequestsView requests;
    private final FaultsView faults;
    private final MediaFiles media;
    private final PageEvents events;
    private final PageFiles files = new PageFiles();

    PageRoutes(CallsView calls, RequestsView requests, FaultsView faults, MediaFiles media, Vertx vertx) {
        this.calls = calls;
        this.requests = requests;
        this.faults = faults;
        this.media = media;
        events = new PageEvents(vertx, this::summary);
    }

    /** Answers the request if it is for the page; returns whether it did. */
    boolean handle(HttpServerRequest request) {
        String path = request.path();
        if (files.find(path).isEmpty() && !path.startsWith("/page/") && !path.startsWith(MEDIA)) {
            return false;
        }
        request.response()
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cache-Control", "no-store");
        if (!isLocal(request)) {
            request.response().setStatusCode(421).end();
        } else if (path.equals(FAULTS)) {
            faults(request);
        } else if (!request.method().equals(HttpMethod.GET)) {
            request.response().setStatusCode(405).end();
        } else if (path.equals("/page/events")) {
            events.handle(request);
        } else if (path.startsWith(MEDIA)) {
            media.handle(request, path.substring(MEDIA.length()));
        } else {
            show(request, path);
        }
        return true;
    }

    private void show(HttpServerRequest request, String path) {
        Optional<PageFiles.PageFile> file = files.find(path);
        if (file.isPresent()) {
            request.response()
                    .putHeader("Content-Type", file.get().type())
                    .end(Buffer.buffer(file.get().bytes()));
        } else if (path.equals("/page/calls")) {
            answer(request, calls.list(text(request, "search"), text(request, "state"), from(request), count(request)));
        } else if (path.equals("/page/requests")) {
            answer(
                    request,
                    requests.list(text(request, "search"), text(request, "which"), from(request), count(request)));
        } else {
            answer(
                    request,
                    path.startsWith(CALL)
                            ? calls.call(path.substring(CALL.length())).orElse(null)
                            : null);
        }
    }

    /** Takes JSON only, which pages of other sites can't send: the browser asks first, and gets no permission. */
    private void faults(HttpServerRequest request) {
        if (request.method().equals(HttpMethod.GET)) {
            answer(request, faults.left());
        } else if (request.method().equals(HttpMethod.DELETE)) {
            faults.clear();
            answer(request, faults.left());
        } else if (!JsonBody.mediaType(request).equals("application/json")) {
            request.response().setStatusCode(415).end();
        } else {
            request.bodyHandler(body -> {
                try {
                    faults.order(JSON.readTree(body.toString()));
                    answer(request, faults.left());
                } catch (JsonProcessingException e) {
                    refuse(request, "the order is not JSON");
                } catch (IllegalArgumentException e) {
                    refuse(request, String.valueOf(e.getMessage()));
                }
            });
        }
    }

    private String summary() {
        ObjectNode summary = calls.summary();
        return summary.put("faults", faults.left().path("faults").size()).toString();
    }

    /** Whether the browser asked for a name of this machine, not for a foreign name that resolves to it. */
    private static boolean isLocal(HttpServerRequest request) {
        String host = request.authority() == null ? "" : request.authority().host();
        return host.equals("127.0.0.1") || host.equals("localhost");
    }

    private static void refuse(HttpServerRequest request, String error) {
        request.response().setStatusCode(400);
        answer(request, JSON.createObjectNode().put("error", error));
    }

    private static void answer(HttpServerRequest request, @Nullable JsonNode body) {
        if (body == null) {
            request.response().setStatusCode(404).end();
        } else {
            request.response().putHeader("Content-Type", "application/json").end(body.toString());
        }
    }

    private static String text(HttpServerRequest request, String name) {
        return Optional.ofNullable(request.getParam(name)).orElse("");
    }

    private static int from(HttpServerRequest request) {
        return number(text(request, "from"), 0);
    }

    private static int count(HttpServerRequest request) {
        return Math.min(MOST_ROWS, number(text(request, "count"), 100));
    }

    private static int number(String text, int otherwise) {
        return text.matches("\\d{1,8}") ? Integer.parseInt(text) : otherwise;
    }
}
