package dev.gongrelay.recording;

import dev.gongrelay.FailureCode;
import dev.gongrelay.RelayConfig;
import dev.gongrelay.RelayException;
import dev.gongrelay.TransientException;
import dev.gongrelay.tls.TlsEngine;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Opens objects from any byte on, over a connection of its own each: the SDK signs, Vert.x reads, on the event loop of
 * the caller. Made anew for each connection, a signature is never older than the request that carries it.
 */
@Singleton
final class ObjectReader {
    private static final int CHUNK_BYTES = 64 * 1024;
    /** Larger reads, fewer flushes: a fifth less CPU per byte. */
    private static final int RECEIVE_BUFFER_BYTES = 1024 * 1024;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SIGNATURE_VALIDITY = Duration.ofMinutes(15);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);
    private static final long ERROR_BODY_LIMIT_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final S3Presigner presigner;
    private final HttpClient http;
    private final Duration silenceLimit;
    private final int fruitlessLimit;

    @Inject
    ObjectReader(Vertx vertx, TlsEngine tls, S3Presigner presigner, RelayConfig config) {
        this(vertx, tls.clientOptions(), presigner, config);
    }

    ObjectReader(Vertx vertx, HttpClientOptions options, S3Presigner presigner, RelayConfig config) {
        this.vertx = vertx;
        this.presigner = presigner;
        this.silenceLimit = config.source().stallTimeout();
        this.fruitlessLimit = config.source().fruitlessReads();
        this.http = vertx.createHttpClient(options.setKeepAlive(false)
                .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                .setMaxChunkSize(CHUNK_BYTES)
                .setReceiveBufferSize(RECEIVE_BUFFER_BYTES));
    }

    @PreDestroy
    void close() {
        http.close();
    }

    Vertx vertx() {
        return vertx;
    }

    /** How long a connection may be silent while bytes are wanted. */
    Duration silenceLimit() {
        return silenceLimit;
    }

    /** How often silence is looked for. */
    Duration watchInterval() {
        return Duration.ofMillis(Math.max(1, silenceLimit.toMillis() / 8));
    }

    /** How many connections in a row may bring nothing. */
    int fruitlessLimit() {
        return fruitlessLimit;
    }

    /** How long to wait before the next connection, after {@code fruitless} ones in a row that brought nothing. */
    Duration pause(int fruitless) {
        if (fruitless == 0) {
            return Duration.ofMillis(1);
        }
        long ceiling = Math.min(FIRST_PAUSE.toMillis() << Math.min(fruitless, 10), LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(ceiling / 2, ceiling) + 1);
    }

    /**
     * Asks for the object's bytes from one on to the end, of just the object that was found.
     *
     * @return the answer, paused, its body being exactly those bytes; or a failure, a {@link RelayException} unless
     *     another connection may do better
     */
    Future<HttpClientResponse> open(SourceObject object, long from) {
        return http.request(signed(object, from))
                .compose(ObjectReader::send)
                .compose(response -> checked(response, object, from));
    }

    private RequestOptions signed(SourceObject object, long from) {
        GetObjectRequest get = GetObjectRequest.builder()
                .bucket(object.reference().bucket())
                .key(object.reference().key())
                .versionId(object.reference().versionId())
                .ifMatch(object.eTag())
                .range("bytes=" + from + "-")
                .build();
        SdkHttpRequest signed = presigner
                .presignGetObject(presign -> presign.getObjectRequest(get).signatureDuration(SIGNATURE_VALIDITY))
                .httpRequest();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setSsl(signed.protocol().equals("https"))
                .setHost(signed.host())
                .setPort(signed.port())
                .setURI(signed.encodedPath() + "?"
                        + signed.encodedQueryParameters().orElse(""));
        signed.headers().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("host")) {
                options.putHeader(name, String.join(",", values));
            }
        });
        return options;
    }

    /** The future tells of failures; without these handlers Vert.x would log them too. */
    private static Future<HttpClientResponse> send(HttpClientRequest request) {
        request.exceptionHandler(ignored -> {});
        request.connection().exceptionHandler(ignored -> {});
        return request.send().map(HttpClientResponse::pause);
    }

    private static Future<HttpClientResponse> checked(HttpClientResponse response, SourceObject object, long from) {
        String expected = "bytes " + from + "-" + (object.sizeBytes() - 1) + "/" + object.sizeBytes();
        String length = response.getHeader("Content-Length");
        if (response.statusCode() == 206
                && expected.equals(response.getHeader("Content-Range"))
                && String.valueOf(object.sizeBytes() - from).equals(length)) {
            return Future.succeededFuture(response);
        }
        if (response.statusCode() < 300) {
            response.request().connection().close();
            return Future.failedFuture(new TransientException(
                    FailureCode.SOURCE_INCONSISTENT,
                    "S3 answered " + response.statusCode() + " with Content-Range "
                            + response.getHeader("Content-Range")
                            + " and Content-Length " + length + " where \"" + expected + "\" of " + object
                            + " was asked for; nothing of it is used",
                    null));
        }
        return refusal(response)
                .compose(body -> Future.failedFuture(S3Failures.ofMedia(response.statusCode(), body, object)));
    }

    private static Future<String> refusal(HttpClientResponse response) {
        String length = response.getHeader("Content-Length");
        boolean small = length != null && length.length() < 6 && Long.parseLong(length) <= ERROR_BODY_LIMIT_BYTES;
        if (!small) {
            response.request().connection().close();
            return Future.succeededFuture("");
        }
        return response.resume().body().map(Buffer::toString);
    }
}
