package dev.gongrelay.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Reads a request's body as JSON, and refuses anything else. */
final class JsonBody {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST = 1 << 20;

    private JsonBody() {}

    /** Passes on the document and its exact text. */
    static void read(Exchange exchange, BiConsumer<JsonNode, String> next) {
        if (!mediaType(exchange.request()).equals("application/json")) {
            exchange.refuse(415, List.of("the Content-Type must be application/json"));
            return;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        exchange.read(
                chunk -> {
                    body.writeBytes(chunk);
                    if (body.size() > LARGEST) {
                        exchange.refuse(413, List.of("the body is larger than " + LARGEST + " bytes"));
                    }
                },
                () -> parse(exchange, body.toString(StandardCharsets.UTF_8), next));
    }

    /** The request's content type without its parameters, in lower case; empty if there is none. */
    static String mediaType(HttpServerRequest request) {
        String type = Optional.ofNullable(request.getHeader("Content-Type")).orElse("");
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }

    private static void parse(Exchange exchange, String text, BiConsumer<JsonNode, String> next) {
        JsonNode document;
        try {
            document = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            exchange.refuse(400, List.of("the body is not JSON: " + e.getOriginalMessage()));
            return;
        }
        next.accept(document, text);
    }
}
