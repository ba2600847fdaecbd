package dev.gongrelay.simulator;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The simulator's routes for people: the page at {@code /}, and the media that it plays. */
final class PageRoutes {
    private static final Pattern MEDIA = Pattern.compile("/media/([0-9]+)");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");
    private static final Map<String, String> TYPES = Map.of(
            "wav", "audio/wav",
            "mp3", "audio/mpeg",
            "mp4", "video/mp4",
            "m4a", "audio/mp4",
            "mkv", "video/x-matroska",
            "flac", "audio/flac");

    private final Ledger ledger;

    PageRoutes(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Answers the request if it is one for the page; says whether it did. */
    boolean handle(HttpServerRequest request) {
        Matcher media = MEDIA.matcher(request.path());
        boolean page = request.path().equals("/");
        if (!request.method().equals(HttpMethod.GET) || !(page || media.matches())) {
            return false;
        }
        if (!isLocal(request)) {
            request.response().setStatusCode(421).end();
        } else if (page) {
            request.response()
                    .putHeader("Content-Type", "text/html; charset=utf-8")
                    .putHeader(
                            "Content-Security-Policy",
                            "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'")
                    .putHeader("Cache-Control", "no-store")
                    .end(new CallsPage(ledger).render());
        } else {
            media(request, media.group(1));
        }
        return true;
    }

    /** Whether the browser was sent here by a name of this machine, not by a foreign one that only resolves to it. */
    private static boolean isLocal(HttpServerRequest request) {
        String host = request.authority() == null ? "" : request.authority().host();
        return host.equals("127.0.0.1") || host.equals("localhost");
    }

    private void media(HttpServerRequest request, String callId) {
        HttpServerResponse response = request.response().putHeader("Accept-Ranges", "bytes");
        Optional<GongUpload> upload = ledger.uploads(callId).stream()
                .filter(candidate -> candidate.media() != null)
                .findFirst();
        if (upload.isEmpty()) {
            response.setStatusCode(404).end();
            return;
        }
        long size = upload.get().bytes();
        long from = 0;
        long to = size - 1;
        Matcher range =
                RANGE.matcher(Optional.ofNullable(request.getHeader("Range")).orElse(""));
        if (range.matches() && !(range.group(1).isEmpty() && range.group(2).isEmpty())) {
            if (range.group(1).isEmpty()) {
                from = Math.max(0, size - number(range.group(2)));
            } else {
                from = number(range.group(1));
                to = range.group(2).isEmpty() ? to : Math.min(to, number(range.group(2)));
            }
            if (from > to) {
                response.setStatusCode(416)
                        .putHeader("Content-Range", "bytes */" + size)
                        .end();
                return;
            }
            response.setStatusCode(206).putHeader("Content-Range", "bytes " + from + "-" + to + "/" + size);
        }
        String name = String.valueOf(upload.get().media());
        response.putHeader(
                        "Content-Type",
                        TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream"))
                .putHeader("X-Content-Type-Options", "nosniff")
                .sendFile(name, from, to - from + 1);
    }

    private static long number(String digits) {
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }
}
