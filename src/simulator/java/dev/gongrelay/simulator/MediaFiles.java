package dev.gongrelay.simulator;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves kept media to the page, with ranges (RFC 9110, 14.2), and with the type that it was sent with. */
final class MediaFiles {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

    private final Ledger ledger;

    MediaFiles(Ledger ledger) {
        this.ledger = ledger;
    }

    void handle(HttpServerRequest request, String callId) {
        HttpServerResponse response = request.response().putHeader("Accept-Ranges", "bytes");
        Optional<GongUpload> upload = ledger.accepted(callId).filter(candidate -> candidate.media() != null);
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
        response.putHeader("Content-Type", upload.get().partHeaders().getOrDefault("content-type", ""))
                .sendFile(String.valueOf(upload.get().media()), from, to - from + 1);
    }

    private static long number(String digits) {
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }
}
