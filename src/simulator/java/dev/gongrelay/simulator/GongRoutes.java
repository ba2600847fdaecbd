package dev.gongrelay.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.simulator.MultipartScanner.MalformedException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gong's two routes, as strict as its reference and what other importers met ("Add New Call" and "Add call media",
 * 2025-11-17); on the event loop, but for the switches.
 */
final class GongRoutes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern MEDIA = Pattern.compile("/v2/calls/([^/]+)/media");
    private static final int LARGEST_CALL = 1 << 20;
    /** What the frame of the media may add to the size that is allowed. */
    private static final int LARGEST_FRAME = 1 << 14;
    /** How long a PUT waits for an earlier one of the same call, whose connection has perhaps ended already. */
    private static final long LOOKING_MILLIS = 2000;

    private final Vertx vertx;
    private final Ledger ledger;
    private final long maxSize;
    private final @Nullable Path folder;
    private final Set<String> usersWithoutImport;
    private final List<Runnable> stopped = new CopyOnWriteArrayList<>();

    private volatile @Nullable Exchange last;
    private volatile String authorization = "";
    private volatile boolean forbidding;
    private volatile int requestsPerSecond;
    private volatile int registeredStatus = 201;

    GongRoutes(Vertx vertx, Ledger ledger, long maxSize, @Nullable Path folder, Set<String> usersWithoutImport) {
        this.vertx = vertx;
        this.ledger = ledger;
        this.maxSize = maxSize;
        this.folder = folder;
        this.usersWithoutImport = usersWithoutImport;
    }

    void credentials(String accessKey, String accessKeySecret) {
        byte[] pair = (accessKey + ":" + accessKeySecret).getBytes(StandardCharsets.UTF_8);
        authorization = "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    void forbid(boolean value) {
        forbidding = value;
    }

    void requestsPerSecond(int value) {
        requestsPerSecond = value;
    }

    void registeredStatus(int value) {
        registeredStatus = value;
    }

    boolean isSilent() {
        Exchange seen = last;
        return seen != null && seen.isSilent();
    }

    void resumeReading() {
        List<Runnable> all = List.copyOf(stopped);
        stopped.removeAll(all);
        all.forEach(resuming -> vertx.runOnContext(none -> resuming.run()));
    }

    void handle(HttpServerRequest request) {
        Matcher media = MEDIA.matcher(request.path());
        boolean upload = media.matches() && request.method().equals(HttpMethod.PUT);
        boolean call = request.path().equals("/v2/calls") && request.method().equals(HttpMethod.POST);
        Fault fault = upload || call ? ledger.nextFault(upload) : Fault.none();
        Exchange exchange = new Exchange(vertx, request, fault, stopped::add);
        last = exchange;
        ledger.request(new GongRequest(request.method().name(), request.path(), exchange.headers(), Instant.now()));
        if (upload) {
            upload(exchange, media.group(1));
        } else if (call) {
            if (!exchange.failsBeforeBody() && admits(exchange)) {
                call(exchange);
            }
        } else {
            exchange.refuse(404, List.of("there is no " + request.method() + " " + request.path()));
        }
    }

    private boolean admits(Exchange exchange) {
        if (!authorization.equals(exchange.request().getHeader("Authorization"))) {
            exchange.refuse(401, List.of("Unauthorized"), Map.of("WWW-Authenticate", "Basic realm=\"Gong\""));
            return false;
        }
        if (forbidding) {
            exchange.refuse(403, List.of("the access key may not be used from this address"));
            return false;
        }
        if (requestsPerSecond > 0 && !ledger.admit(requestsPerSecond, System.nanoTime())) {
            exchange.refuse(429, List.of("too many requests"), Map.of("Retry-After", "1"));
            return false;
        }
        return true;
    }

    private static String mediaType(Exchange exchange) {
        String type = Optional.ofNullable(exchange.request().getHeader("Content-Type"))
                .orElse("");
        return type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    }

    private void call(Exchange exchange) {
        if (!mediaType(exchange).equals("application/json")) {
            exchange.refuse(415, List.of("the Content-Type must be application/json"));
            return;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        exchange.read(
                chunk -> {
                    body.writeBytes(chunk);
                    if (body.size() > LARGEST_CALL) {
                        exchange.refuse(413, List.of("the call's details are too large"));
                    }
                },
                () -> register(exchange, body.toByteArray()));
    }

    private void register(Exchange exchange, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        JsonNode details;
        try {
            details = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            exchange.refuse(400, List.of("the body is no JSON: " + e.getOriginalMessage()));
            return;
        }
        List<String> errors = CallRules.check(details);
        if (!errors.isEmpty()) {
            exchange.refuse(400, errors);
            return;
        }
        String uniqueId = details.path("clientUniqueId").textValue();
        Optional<String> posted = ledger.posted(uniqueId);
        if (posted.isPresent()) {
            exchange.refuse(
                    400,
                    List.of("A call with the clientUniqueId " + uniqueId + " has already been posted for the call "
                            + posted.get() + " in the past"));
        } else if (usersWithoutImport.contains(details.path("primaryUser").textValue())) {
            exchange.refuse(
                    409,
                    List.of("Recording or telephony call import is not enabled for primaryUser ["
                            + details.path("primaryUser").textValue() + "]"));
        } else if (exchange.keeps()) {
            exchange.answer(registeredStatus, success(exchange, ledger.register(details, text), false), Map.of());
        } else {
            exchange.refuse(500, List.of("not kept"));
        }
    }

    private static ObjectNode success(Exchange exchange, GongCall call, boolean withUrl) {
        ObjectNode body =
                JSON.createObjectNode().put("requestId", exchange.requestId()).put("callId", call.callId());
        return withUrl ? body.put("url", call.url()) : body;
    }

    private void upload(Exchange exchange, String callId) {
        Reception reception = new Reception(callId, exchange, maxSize, folder);
        List<Reception> others = ledger.begin(reception);
        others.forEach(other -> other.exchange().readOn());
        afterOthers(others, System.nanoTime() + LOOKING_MILLIS * 1_000_000, () -> {
            if (!exchange.failsBeforeBody() && admits(exchange)) {
                receive(reception);
            }
        });
    }

    /** A connection's end is noticed late when much lies unread before it: so others get a moment before they count. */
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
        } else if (!mediaType(reception.exchange()).equals("multipart/form-data")) {
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
        if (reception.snapshot().bytes() == 0) {
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
            reception.accept();
            ledger.handled(callId, hash);
            exchange.answer(201, success(exchange, ledger.call(callId).orElseThrow(), true), Map.of());
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
