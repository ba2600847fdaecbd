package dev.gongrelay.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.FailureCode.Kind;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Whoever refuses a request to S3: each call understands the refusal in the same way, and only repeats what may pass.
 */
class RefusalTest {
    private static final int RUNS = Integer.getInteger("refusals", 400);
    private static final RecordingReference REFERENCE = new RecordingReference("recordings", "calls/a.wav", null);
    private static final SourceObject OBJECT =
            new SourceObject(REFERENCE, 25, "\"tag\"", "audio/wav", Instant.EPOCH, Map.of());
    private static final MediaFormat WAV = new MediaFormat("wav", "audio/wav", 1);

    private static Vertx vertx;

    private static ScriptedS3 s3;
    private static S3Client client;
    private static MediaReader once;
    private static MediaReader twice;
    private static volatile Refusal refusal = new Refusal(400, "", BodyShape.EMPTY);

    /** The calls that a recording needs, and the beginnings of their messages. */
    private enum Call {
        FIND("Looking up s3://recordings/calls/a.wav: "),
        FIRST_BYTES("Reading bytes 0-24 of s3://recordings/calls/a.wav: "),
        SIDECAR("Reading the sidecar s3://recordings/calls/a.wav.json: "),
        MEDIA("Reading s3://recordings/calls/a.wav");

        private final String tried;

        Call(String tried) {
            this.tried = tried;
        }
    }

    private record Refusal(int status, String code, BodyShape shape) {}

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        s3 = new ScriptedS3(request -> refusal.shape.answer(request, refusal.status, refusal.code));
        client = s3.client();
        once = reader(0);
        twice = reader(1);
    }

    @AfterAll
    static void end() {
        client.close();
        s3.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @EnumSource
    void means_what_its_code_means_with_the_status_that_belongs_to_it(Call call) {
        for (Refusals.Entry entry : Refusals.ENTRIES) {
            check(call, new Refusal(entry.status(), entry.code(), BodyShape.PLAIN));
        }
    }

    static IntStream seeds() {
        return IntStream.range(0, RUNS);
    }

    private static <T> T anyOf(T[] values, Random random) {
        return values[random.nextInt(values.length)];
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void means_what_its_code_means_or_else_its_status_whatever_the_body(int seed) {
        Random random = new Random(seed);
        Refusals.Entry entry = Refusals.ENTRIES.get(random.nextInt(Refusals.ENTRIES.size()));
        int status =
                random.nextBoolean() ? entry.status() : Refusals.STATUSES.get(random.nextInt(Refusals.STATUSES.size()));
        BodyShape shape = anyOf(BodyShape.values(), random);
        Call call = anyOf(Call.values(), random);

        check(call, new Refusal(status, entry.code(), shape));
    }

    private void check(Call call, Refusal given) {
        refusal = given;
        s3.requests().clear();
        FailureCode expected = expected(call, given);
        String run = call + " " + given;

        RelayException failure = failure(call, expected);

        if (call == Call.SIDECAR && expected == FailureCode.SOURCE_MISSING) {
            assertThat(failure).as(run).isNull();
            return;
        }
        assertThat(failure).as(run).isNotNull();
        assertThat(failure.code()).as(run).isEqualTo(expected);
        assertThat(failure)
                .as(run)
                .isInstanceOf(expected.kind() == Kind.RECORDING ? PermanentException.class : TransientException.class)
                .hasMessageStartingWith(call.tried)
                .hasMessageContaining("S3 answered " + given.status)
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("null", "unknown"));
        // The SDK itself asks again after these, whatever the code.
        boolean sdkRetries = given.status == 429 || given.status >= 500;
        if (expected.kind() != Kind.TRANSIENT && !sdkRetries) {
            assertThat(methods()).as(run).containsExactlyElementsOf(askedOnce(call));
        }
    }

    private static FailureCode expected(Call call, Refusal given) {
        boolean unexplained =
                call == Call.FIND && Refusals.byStatus(given.status).kind() == Kind.TRANSIENT;
        boolean told = call == Call.MEDIA ? given.shape.tellsMedia() : given.shape.tellsReads();
        return told && !unexplained ? Refusals.byCode(given.code) : Refusals.byStatus(given.status);
    }

    private List<String> methods() {
        return s3.requests().stream()
                .map(request -> request.substring(0, request.indexOf(' ')))
                .toList();
    }

    private static List<String> askedOnce(Call call) {
        return call == Call.FIND ? List.of("HEAD", "GET") : List.of("GET");
    }

    private RelayException failure(Call call, FailureCode expected) {
        // Media is asked for again just where that would be wrong, so that nothing waits.
        S3Objects objects = new S3Objects(client, expected.kind() == Kind.TRANSIENT ? once : twice);
        return catchThrowableOfType(RelayException.class, () -> {
            switch (call) {
                case FIND -> objects.find(REFERENCE);
                case FIRST_BYTES -> objects.range(OBJECT, 0, 25);
                case SIDECAR -> objects.sidecar(OBJECT, ".json");
                case MEDIA ->
                    objects.media(OBJECT, WAV)
                            .onItem()
                            .invoke(ReferenceCountUtil::release)
                            .collect()
                            .last()
                            .await()
                            .atMost(Duration.ofSeconds(20));
            }
        });
    }

    private static MediaReader reader(int maxEmptyReads) {
        return new LoopbackMedia(vertx)
                .with(System::nanoTime, Map.of("relay.source.max-empty-reads", String.valueOf(maxEmptyReads)))
                .reader(s3.endpoint());
    }
}
