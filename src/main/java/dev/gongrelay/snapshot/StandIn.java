package dev.gongrelay.snapshot;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PfxOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands in for S3 and Gong, over TLS on loopback. Has every recording and no receipt; accepts whatever is written and
 * forgets it. Closes each connection after its answer.
 */
final class StandIn implements AutoCloseable {
    private static final int RECORDING_BYTES = 2 * 1024 * 1024;
    private static final char[] PASSWORD = "stand-in".toCharArray();
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,10})-(\\d{0,10})");
    private static final String DETAILS = "{\"actualStart\":\"2026-01-01T00:00:00Z\",\"direction\":\"Inbound\","
            + "\"primaryUser\":\"1\",\"parties\":[{\"userId\":\"1\"}]}";
    private static final String TAKEN = "{\"requestId\":\"1\",\"callId\":\"1\"}";
    private static final String NOT_THERE = "<Error><Code>NoSuchKey</Code></Error>";

    private final String extension;
    private final boolean knowsCalls;
    private final StandInCertificate certificate = new StandInCertificate();
    private final Buffer recording = Buffer.buffer(wave());
    private final HttpServer server;

    /**
     * @param extension of the recordings' keys; there are no other objects
     * @param knowsCalls whether recordings name a call that Gong already has, instead of bringing details
     */
    StandIn(Vertx vertx, String extension, boolean knowsCalls) throws GeneralSecurityException, IOException {
        this.extension = extension;
        this.knowsCalls = knowsCalls;
        ByteArrayOutputStream keys = new ByteArrayOutputStream();
        certificate.keys(PASSWORD).store(keys, PASSWORD);
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setHandle100ContinueAutomatically(true)
                .setKeyCertOptions(new PfxOptions()
                        .setValue(Buffer.buffer(keys.toByteArray()))
                        .setPassword(new String(PASSWORD)));
        if (OpenSSLEngineOptions.isAvailable()) {
            options.setSslEngineOptions(new OpenSSLEngineOptions());
        }
        server = vertx.createHttpServer(options)
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** Scheme, host and port. */
    URI address() {
        return URI.create("https://127.0.0.1:" + server.actualPort());
    }

    /** The certificate authority to trust. */
    KeyStore authority() throws GeneralSecurityException, IOException {
        return certificate.authority();
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }

    private void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response().putHeader("Connection", "close");
        boolean isRecording = request.path().endsWith(extension);
        if (request.method().equals(HttpMethod.HEAD)) {
            response.putHeader("Content-Length", String.valueOf(RECORDING_BYTES));
            found(response).end();
        } else if (request.method().equals(HttpMethod.GET) && isRecording) {
            part(String.valueOf(request.getHeader("Range")), found(response));
        } else if (request.method().equals(HttpMethod.GET)) {
            response.setStatusCode(404).end(NOT_THERE);
        } else {
            // A receipt for S3, a call or its media for Gong.
            response.putHeader("ETag", "\"1\"").putHeader("Content-Type", "application/json");
            request.end().onSuccess(read -> response.end(request.path().startsWith("/v2/") ? TAKEN : ""));
        }
    }

    private HttpServerResponse found(HttpServerResponse response) {
        return response.putHeader("ETag", "\"1\"")
                .putHeader("Content-Type", "audio/wav")
                .putHeader(
                        "Last-Modified",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.EPOCH.atOffset(ZoneOffset.UTC)))
                .putHeader(knowsCalls ? "x-amz-meta-gong-call-id" : "x-amz-meta-gong-call", knowsCalls ? "1" : DETAILS);
    }

    private void part(String range, HttpServerResponse response) {
        Matcher asked = RANGE.matcher(range);
        if (!asked.matches()) {
            response.setStatusCode(400).end();
            return;
        }
        int from = Integer.parseInt(asked.group(1));
        int last = asked.group(2).isEmpty() ? RECORDING_BYTES - 1 : Integer.parseInt(asked.group(2));
        response.setStatusCode(206)
                .putHeader("Content-Range", "bytes " + from + "-" + last + "/" + RECORDING_BYTES)
                .end(recording.slice(from, last + 1));
    }

    /** Silence on one channel, 8,000 samples of 16 bits a second. */
    private static byte[] wave() {
        ByteBuffer wave = ByteBuffer.allocate(RECORDING_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        wave.put(ascii("RIFF")).putInt(RECORDING_BYTES - 8).put(ascii("WAVE"));
        wave.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
        wave.putInt(8_000).putInt(16_000).putShort((short) 2).putShort((short) 16);
        wave.put(ascii("data")).putInt(RECORDING_BYTES - 44);
        return wave.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
