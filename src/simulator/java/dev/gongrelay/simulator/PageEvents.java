package dev.gongrelay.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;

/** Tells open pages what has changed, a few times a second (HTML, "Server-sent events"). On the event loop. */
final class PageEvents {
    private static final long PERIOD_MILLIS = 250;

    private final Vertx vertx;
    private final Supplier<String> summary;
    private final Set<HttpServerResponse> pages = new LinkedHashSet<>();
    private String last = "";

    /** @param summary gives the same text until something changes */
    PageEvents(Vertx vertx, Supplier<String> summary) {
        this.vertx = vertx;
        this.summary = summary;
    }

    void handle(HttpServerRequest request) {
        HttpServerResponse response =
                request.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
        response.closeHandler(none -> pages.remove(response));
        response.exceptionHandler(e -> pages.remove(response));
        if (pages.isEmpty()) {
            vertx.setPeriodic(PERIOD_MILLIS, this::tell);
        }
        pages.add(response);
        response.write(event(summary.get()));
    }

    private void tell(long timer) {
        if (pages.isEmpty()) {
            vertx.cancelTimer(timer);
            return;
        }
        String now = summary.get();
        if (!now.equals(last)) {
            last = now;
            pages.stream().filter(page -> !page.writeQueueFull()).forEach(page -> page.write(event(now)));
        }
    }

    private static String event(String data) {
        return "data: " + data + "\n\n";
    }
}
