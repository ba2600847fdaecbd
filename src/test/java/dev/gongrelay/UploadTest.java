package dev.gongrelay;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.event.RelayFailedException;
import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.Eventually;
import dev.gongrelay.simulator.GongUpload;
import dev.gongrelay.simulator.LentMemory;
import dev.gongrelay.simulator.RequestHead;
import dev.gongrelay.simulator.SampleMedia;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MetadataDirective;

/** A test of what can happen to one upload. After each, a healthy recording goes through and nothing is left over. */
@SuppressWarnings("NullAway.Init")
abstract class UploadTest extends SurroundedTest {
    static final int SIZE = 3_000_000;

    /** An eighth of S3's stall timeout is the longest time between two looks. */
    private static final int LONGER_THAN_A_LOOK_MILLIS = 200;

    /** More than fits into the buffers of sockets, of S3 and of Gong. */
    static final byte[] LARGE = SampleMedia.wav(24_000_000, 1, 7);

    static final String LARGE_SHA256 = sha256(LARGE);

    private static final String LARGE_KEY = UUID.randomUUID() + "/large.wav";

    final byte[] recording = SampleMedia.wav(SIZE, 1, 42);

    private long lentMemoryBefore;

    @BeforeEach
    void measure() {
        lentMemoryBefore = LentMemory.bytes();
    }

    @AfterEach
    void a_healthy_recording_goes_through_and_nothing_is_left_over() {
        gong.reset();
        source.reset();
        circuitBreakers.resetAll();
        byte[] healthy = SampleMedia.wav(200_000, 1, 43);
        putRecording(key + ".healthy.wav", healthy);

        deliver(notification(key + ".healthy.wav"));

        assertThat(gong.uploads()).singleElement().satisfies(upload -> {
            assertThat(upload.accepted()).isTrue();
            assertThat(upload.sha256()).isEqualTo(sha256(healthy));
        });
        assertThat(gong.overlappingUploads()).isZero();
        Eventually.until("no media connection to S3 left open", () -> source.openConnections() <= 5);
        Eventually.until("one connection to Gong kept", () -> gong.openConnections() <= 1);
        Eventually.until("no buffer kept", () -> LentMemory.bytes() <= lentMemoryBefore);
    }

    /**
     * Whoever watches an upload looks at the clock from time to time. A watch that is not ended would do so for ever.
     */
    @AfterAll
    static void nobody_watches_any_more() {
        long looks = SkippingClock.looks();

        CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(LONGER_THAN_A_LOOK_MILLIS, MILLISECONDS))
                .join();

        assertThat(SkippingClock.looks()).isEqualTo(looks);
    }

    @BeforeAll
    static void put_a_large_object() {
        try (S3Client client = EmbeddedS3.shared().client()) {
            client.putObject(put -> put.bucket(BUCKET).key(LARGE_KEY), RequestBody.fromBytes(LARGE));
        }
    }

    /** Puts a large recording whose details are complete. */
    void putLarge(String name) {
        s3.copyObject(copy -> copy.sourceBucket(BUCKET)
                .sourceKey(LARGE_KEY)
                .destinationBucket(BUCKET)
                .destinationKey(name)
                .metadataDirective(MetadataDirective.REPLACE)
                .metadata(Map.of("gong-call", STARTED)));
    }

    String prepared() {
        putRecording(key, recording);
        return notification(key);
    }

    void relay() {
        assertThat(deliver(prepared())).isNull();
    }

    void assertFailure(String code, String... reasons) {
        assertThatThrownBy(() -> deliver(prepared()))
                .isInstanceOf(RelayFailedException.class)
                .hasMessageContaining(code)
                .hasMessageContainingAll(reasons);
    }

    void assertUploadedOnce() {
        assertThat(gong.uploads()).hasSize(1);
        assertAccepted(gong.uploads().get(0));
    }

    void assertAccepted(GongUpload upload) {
        assertThat(upload.accepted()).isTrue();
        assertThat(upload.bytes()).isEqualTo(SIZE);
        assertThat(upload.sha256()).isEqualTo(sha256(recording));
    }

    List<RequestHead> mediaReads() {
        return source.heads().stream().filter(UploadTest::isMedia).toList();
    }

    static boolean isMedia(RequestHead head) {
        return head.method().equals("GET")
                && head.range() != null
                && head.range().endsWith("-");
    }
}
