package dev.gongrelay.simulator;

import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One request in the log. Written on the event loop, with a {@link #snapshot} for any thread. */
final class RequestEntry {
    private final int number;
    private final String requestId = UUID.randomUUID().toString();
    private final String method;
    private final String path;
    private final @Nullable Endpoint endpoint;
    private final Map<String, String> headers;
    private final Instant at = Instant.now();

    private volatile String callId;
    private volatile long received;
    private volatile int status;
    private volatile String words = "";
    private volatile @Nullable Instant ended;

    RequestEntry(int number, HttpServerRequest request, @Nullable Endpoint endpoint) {
        this.number = number;
        this.endpoint = endpoint;
        method = request.method().name();
        path = request.path();
        headers = headers(request);
        callId = endpoint == Endpoint.ADD_MEDIA || endpoint == Endpoint.GET_CALL ? endpoint.id(path) : "";
    }

    String requestId() {
        return requestId;
    }

    String callId() {
        return callId;
    }

    @Nullable
    Endpoint endpoint() {
        return endpoint;
    }

    Map<String, String> headers() {
        return headers;
    }

    int status() {
        return status;
    }

    /** Whether it was refused, or ended without an answer. */
    boolean isRefused() {
        return status >= 400 || (status == 0 && ended != null);
    }

    long received() {
        return received;
    }

    /** Notes which call it is about. */
    void about(String call) {
        callId = call;
    }

    /** More of the body has come. On the event loop only. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void received(int bytes) {
        received += bytes;
    }

    void answered(int answer, String said) {
        status = answer;
        words = said;
        ended = Instant.now();
    }

    void broken(String reason) {
        words = reason;
        ended = Instant.now();
    }

    GongRequest snapshot() {
        return new GongRequest(
                number, requestId, method, path, endpoint, callId, headers, at, ended, received, status, words);
    }

    private static Map<String, String> headers(HttpServerRequest request) {
        Map<String, String> headers = new TreeMap<>();
        request.headers().forEach((name, value) -> {
            String key = name.toLowerCase(Locale.ROOT);
            if (!key.equals("authorization")) {
                headers.merge(key, value, (first, second) -> first + ", " + second);
            }
        });
        return headers;
    }
}
