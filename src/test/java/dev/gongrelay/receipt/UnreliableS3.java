package dev.gongrelay.receipt;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.utils.Md5Utils;

/**
 * One S3 object in memory with S3's conditional writes, behind a network that loses requests, answers and time. Its
 * ETags are those of the content, as S3's are, so that equal content has equal ETags.
 */
final class UnreliableS3 implements S3Client {
    private final Random random;
    private final Interleaving interleaving;
    private final Clock clock;
    private final BiConsumer<@Nullable String, String> watcher;
    private final List<Put> onTheirWay = new ArrayList<>();
    private double unreliability;
    private @Nullable String content;
    private Instant lastModified = Instant.EPOCH;

    /**
     * @param clock S3's own
     * @param unreliability how likely a request goes wrong, 0 to 1
     * @param watcher is told of every change: what was stored, or null, and what is now
     */
    UnreliableS3(
            Random random,
            Interleaving interleaving,
            Clock clock,
            double unreliability,
            BiConsumer<@Nullable String, String> watcher) {
        this.random = random;
        this.interleaving = interleaving;
        this.clock = clock;
        this.unreliability = unreliability;
        this.watcher = watcher;
    }

    /** From now on nothing goes wrong any more; what is on its way may still arrive. */
    void recover() {
        unreliability = 0;
    }

    /** One of the writes that were given up by their senders arrives after all, if there is any. */
    void deliverLate() {
        if (!onTheirWay.isEmpty()) {
            Put put = onTheirWay.remove(random.nextInt(onTheirWay.size()));
            try {
                apply(put);
            } catch (S3Exception e) {
                // Nobody hears the answer.
            }
        }
    }

    boolean hasWritesOnTheirWay() {
        return !onTheirWay.isEmpty();
    }

    @Nullable
    String content() {
        return content;
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
        Put put = new Put(request.ifMatch(), request.ifNoneMatch(), read(body));
        if (!Md5Utils.md5AsBase64(put.content().getBytes(StandardCharsets.UTF_8))
                .equals(request.contentMD5())) {
            throw answer(400, "InvalidRequest"); // as S3 answers if the bucket locks what is written
        }
        interleaving.pause();
        PutObjectResponse response = switch (goesWrong() ? 1 + random.nextInt(6) : 0) {
            case 1 -> throw unreachable();
            case 2 -> throw answer(503, "SlowDown");
            case 3 -> throw answer(409, "ConditionalRequestConflict");
            case 4 -> {
                apply(put);
                throw unreachable();
            }
            case 5 -> {
                apply(put);
                interleaving.pause();
                yield apply(put);
            }
            case 6 -> {
                onTheirWay.add(put);
                throw unreachable();
            }
            default -> apply(put);
        };
        interleaving.pause();
        return response;
    }

    private PutObjectResponse apply(Put put) {
        if ("*".equals(put.ifNoneMatch) && content != null) {
            throw answer(412, "PreconditionFailed");
        }
        if (put.ifMatch != null && content == null) {
            throw answer(404, "NoSuchKey");
        }
        if (put.ifMatch != null && !put.ifMatch.equals(eTag())) {
            throw answer(412, "PreconditionFailed");
        }
        watcher.accept(content, put.content);
        content = put.content;
        lastModified = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return PutObjectResponse.builder().eTag(eTag()).build();
    }

    @Override
    public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
        interleaving.pause();
        if (goesWrong()) {
            throw random.nextBoolean() ? unreachable() : answer(503, "SlowDown");
        }
        if (content == null) {
            throw answer(404, "NoSuchKey");
        }
        GetObjectResponse response = GetObjectResponse.builder()
                .eTag(eTag())
                .lastModified(lastModified)
                .build();
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        interleaving.pause();
        try {
            return transformer.transform(response, AbortableInputStream.create(new ByteArrayInputStream(bytes)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean goesWrong() {
        return random.nextDouble() < unreliability;
    }

    private String eTag() {
        return "\"" + Md5Utils.md5AsBase64(Objects.requireNonNull(content).getBytes(StandardCharsets.UTF_8)) + "\"";
    }

    private static String read(RequestBody body) {
        try {
            return new String(body.contentStreamProvider().newStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SdkClientException unreachable() {
        return SdkClientException.create("The connection broke");
    }

    private static S3Exception answer(int status, String code) {
        return (S3Exception) S3Exception.builder()
                .statusCode(status)
                .message(code)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}

    private record Put(@Nullable String ifMatch, @Nullable String ifNoneMatch, String content) {}
}
