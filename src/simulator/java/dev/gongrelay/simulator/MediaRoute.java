package dev.gongrelay.simulator;

import dev.gongrelay.simulator.MultipartScanner.MalformedException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes the media of calls (Gong, "Add call media", 2025-11-17). On the event loop. */
final class MediaRoute {
    /** What the multipart frame may add to the allowed size. */
    private static final int LARGEST_FRAME = 1 << 14;
    /** How long a PUT waits for an earlier one of the same call, whose connection may have ended already. */
    private static final long LOOKING_MILLIS = 2000;

    private final Vertx vertx;
    private final Ledger ledger;
    private final Access access;
    private final Processing processing;
    private final long maxSize;
    private final MediaStore store;

    MediaRoute(Vertx vertx, Ledger ledger, Access access, Processing processing, long maxSize, MediaStore store) {
        this.vertx = vertx;
        this.ledger = ledger;
        this.access = access;
        this.processing = processing;
        this.maxSize = maxSize;
        this.store = store;
    }

    void handle(Exchange exchange) {
        Reception reception = new Reception(exchange, maxSize, store);
        List<Reception> others = ledger.begin(reception);
        others.forEach(other -> other.exchange().readOn());
        afterOthers(others, System.nanoTime() + LOOKING_MILLIS * 1_000_000, () -> {
            if (!exchange.failsBeforeBody() && access.admits(exchange, Endpoint.ADD_MEDIA)) {
                receive(reception);
            }
        });
    }

    /** Gives other PUTs a moment: the end of a connection with much unread data is noticed late. */
    private void afterOthers(List<Reception> others, long until, Runnable next) {
        boolean underWay = others.stream().anyMatch(other -> !other.isEnded());
        if (underWay && System.nanoTime() < until) {
            vertx.setTimer(5, timer -> afterOthers(others, until, next));
            return;
        }
        if (others.stream().anyMatch(other -> !other.isBroken())) {
            ledger.overlap();
        }
        next.run();
    }

    private void receive(Reception reception) {
        Exchange exchange = reception.exchange();
        if (!refusesHead(reception)) {
            exchange.read(
                    chunk -> {
                        try {
                            reception.take(chunk);
                        } catch (IOException e) {
                            refuse(reception, e);
                        }
                    },
                    () -> {
                        try {
                            decide(reception, reception.complete());
                        } catch (IOException e) {
                            refuse(reception, e);
                        }
                    });
        }
    }

    private boolean refusesHead(Reception reception) {
        HttpServerRequest request = reception.exchange().request();
        String length = request.getHeader("Content-Length");
        if (ledger.call(reception.callId()).isEmpty()) {
            refuse(reception, 404, "there is no call " + reception.callId());
        } else if (ledger.hasMedia(reception.callId())) {
            refuse(reception, 400, "The media of the call " + reception.callId() + " has already been handled");
        } else if (!JsonBody.mediaType(request).equals("multipart/form-data")) {
            refuse(reception, 415, "the Content-Type must be multipart/form-data");
        } else if (length == null) {
            refuse(reception, 411, "the Content-Length is missing");
        } else if (Long.parseLong(length) > maxSize + LARGEST_FRAME) {
            refuse(reception, 413, "the media is larger than " + maxSize + " bytes");
        } else {
            try {
                reception.begin(request.getHeader("Content-Type"));
                return false;
            } catch (MalformedException e) {
                refuse(reception, e);
            }
        }
        return true;
    }

    private void decide(Reception reception, String hash) throws IOException {
        Exchange exchange = reception.exchange();
        String callId = reception.callId();
        Optional<String> same = ledger.sameContent(hash);
        if (reception.bytes() == 0) {
            refuse(reception, 400, "the media is empty");
        } else if (ledger.hasMedia(callId)) {
            refuse(reception, 400, "The media of the call " + callId + " has already been handled");
        } else if (same.isPresent()) {
            refuse(
                    reception,
                    400,
                    "A media file with the same content has been uploaded in the past, callID with the same content: "
                            + same.get());
        } else if (exchange.keeps()) {
            GongCall call = ledger.call(callId).orElseThrow();
            reception.accept();
            ledger.handled(callId, hash);
            processing.begin(callId, call.length(reception.snapshot()));
            exchange.answer(201, CallRoute.success(exchange, call).put("url", call.url()), Map.of());
        } else {
            refuse(reception, 500, "complete, but a scripted fault keeps it from being accepted");
        }
    }

    private static void refuse(Reception reception, IOException e) {
        if (e instanceof MalformedException) {
            refuse(reception, 400, String.valueOf(e.getMessage()));
        } else if (e instanceof Reception.TooLargeException) {
            refuse(reception, 413, "the media is too large");
        } else {
            refuse(reception, 500, "the media could not be kept: " + e);
        }
    }

    private static void refuse(Reception reception, int status, String error) {
        reception.refused(error);
        reception.exchange().refuse(status, List.of(error));
    }
}
