package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.event.RelayFailedException;
import dev.gongrelay.simulator.Eventually;
import dev.gongrelay.simulator.Fault;
import dev.gongrelay.simulator.GongUpload;
import dev.gongrelay.simulator.LentMemory;
import dev.gongrelay.simulator.ProxyFault;
import dev.gongrelay.simulator.RequestHead;
import dev.gongrelay.simulator.SampleMedia;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxImpl;
import jakarta.inject.Inject;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the network can do to one upload, and what must come of it. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class UploadFaultTest extends SurroundedTest {
    private static final int SIZE = 3_000_000;
    /** The first bytes are read once more, to look at them. */
    private static final int LOOKED_AT = 16 * 1024;
    /** Answers without media, such as that there is no sidecar. */
    private static final int SMALL_ANSWERS = 1000;

    /** What may be under way in socket buffers when a connection is cut. */
    private static final int IN_FLIGHT = 8_000_000;

    private final byte[] recording = SampleMedia.wav(SIZE, 1, 42);

    @Inject
    Vertx vertx;

    private int timersBefore;
    private long lentMemoryBefore;

    @BeforeEach
    void measure() {
        timersBefore = pendingTimers();
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
        Eventually.until("no timer left pending", () -> pendingTimers() <= timersBefore);
        Eventually.until("no buffer kept", () -> LentMemory.bytes() <= lentMemoryBefore);
    }

    /** Vert.x doesn't tell how many timers there are. */
    private int pendingTimers() {
        try {
            Field timers = VertxImpl.class.getDeclaredField("timeouts");
            timers.setAccessible(true);
            return ((Map<?, ?>) timers.get(vertx)).size();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 70_000, SIZE / 2, SIZE - 1})
    void goes_on_in_the_same_upload_when_s3_drops_the_connection(long after) {
        source.fail(1, UploadFaultTest::isMedia, ProxyFault.endAfter(after));

        relay();

        assertUploadedOnce();
        assertThat(mediaReads()).hasSize(2);
        assertThat(mediaReads().get(1).range()).isEqualTo("bytes=" + after + "-");
        assertThat(mediaReads().get(1).ifMatch())
                .isEqualTo(mediaReads().get(0).ifMatch())
                .isNotNull();
        assertThat(source.bodyBytesDelivered())
                .isBetween((long) SIZE + LOOKED_AT, (long) SIZE + LOOKED_AT + SMALL_ANSWERS);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, SIZE / 2, SIZE - 1})
    void goes_on_in_the_same_upload_when_s3_resets_the_connection(long after) {
        source.fail(1, UploadFaultTest::isMedia, ProxyFault.resetAfter(after));

        relay();

        assertUploadedOnce();
        assertThat(source.bodyBytesDelivered()).isLessThanOrEqualTo(SIZE + LOOKED_AT + IN_FLIGHT);
    }

    @Test
    void goes_on_in_the_same_upload_when_s3_drops_again_and_again() {
        source.fail(9, UploadFaultTest::isMedia, ProxyFault.endAfter(200_000));

        relay();

        assertUploadedOnce();
        assertThat(mediaReads()).hasSize(10);
        assertThat(source.bodyBytesDelivered())
                .isBetween((long) SIZE + LOOKED_AT, (long) SIZE + LOOKED_AT + SMALL_ANSWERS);
    }

    @Test
    void replaces_a_connection_on_which_s3_falls_silent() {
        source.fail(1, UploadFaultTest::isMedia, ProxyFault.silenceAfter(SIZE / 3));

        relay();

        assertUploadedOnce();
        assertThat(mediaReads()).hasSize(2);
        assertThat(mediaReads().get(1).range()).isEqualTo("bytes=" + SIZE / 3 + "-");
    }

    @Test
    void asks_again_after_a_pause_when_s3_is_overloaded() {
        source.fail(1, UploadFaultTest::isMedia, ProxyFault.endAfter(SIZE / 2));
        source.fail(1, UploadFaultTest::isMedia, ProxyFault.slowDown());
        source.fail(1, UploadFaultTest::isMedia, ProxyFault.internalError());

        relay();

        assertUploadedOnce();
        assertThat(mediaReads()).hasSize(4);
    }

    @Test
    void begins_the_upload_anew_when_s3_brings_nothing_several_times_in_a_row() {
        source.fail(1, UploadFaultTest::isMedia, ProxyFault.endAfter(SIZE / 2));
        source.fail(4, UploadFaultTest::isMedia, ProxyFault.slowDown());

        relay();

        assertThat(gong.uploads()).hasSize(2);
        assertThat(gong.uploads().get(0).accepted()).isFalse();
        assertAccepted(gong.uploads().get(1));
    }

    @Test
    void gives_the_recording_back_when_s3_stays_overloaded() {
        source.fail(1000, UploadFaultTest::isMedia, ProxyFault.slowDown());

        assertFailure("source-unavailable", "S3 answered 503 SlowDown");

        assertThat(gong.uploads()).noneMatch(GongUpload::accepted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 206 | HTTP/1.1 200",
                "(?i)Content-Range: bytes (\\d+)- | Content-Range: bytes 0-",
                "(?i)Content-Range: [^\\r]* | X-Nothing: 1",
                "/3000000 | /3000001"
            })
    void never_splices_in_what_it_did_not_ask_for(String head, String otherHead) {
        source.fail(1, UploadFaultTest::isMedia, ProxyFault.endAfter(SIZE / 2));
        source.fail(1, UploadFaultTest::isMedia, ProxyFault.rewrite(answer -> answer.replaceFirst(head, otherHead)));

        relay();

        assertThat(gong.uploads()).hasSize(2);
        assertThat(gong.uploads().get(0).accepted()).isFalse();
        assertAccepted(gong.uploads().get(1));
    }

    @Test
    void says_what_s3_answered_instead_of_the_range() {
        source.fail(1000, UploadFaultTest::isMedia, ProxyFault.rewrite(answer -> answer.replace("206", "200")));

        assertFailure("source-inconsistent", "S3 answered 200");
    }

    @Test
    void gives_up_for_good_when_the_object_is_overwritten_half_way() {
        source.fail(1, UploadFaultTest::isMedia, ProxyFault.endAfter(SIZE / 2));
        beforeTheRestIsRead(() -> putRecording(key, SampleMedia.wav(SIZE, 1, 44)));

        assertFailure("source-changed", "412 PreconditionFailed");

        assertNothingHalfIsTaken();
        assertThat(receipt(key).path("code").asText()).isEqualTo("source-changed");
    }

    @Test
    void gives_up_for_good_when_the_object_is_deleted_half_way() {
        source.fail(1, UploadFaultTest::isMedia, ProxyFault.endAfter(SIZE / 2));
        beforeTheRestIsRead(
                () -> s3.deleteObject(request -> request.bucket(BUCKET).key(key)));

        assertFailure("source-missing", "404 NoSuchKey");

        assertNothingHalfIsTaken();
        assertThat(receipt(key).path("state").asText()).isEqualTo("rejected");
    }

    /** Does something to S3 when a read for the rest of the recording is on its way there. */
    private void beforeTheRestIsRead(Runnable change) {
        source.fail(
                1,
                head -> {
                    if (isMedia(head) && !"bytes=0-".equals(head.range())) {
                        change.run();
                    }
                    return false;
                },
                ProxyFault.slowDown());
    }

    private void assertNothingHalfIsTaken() {
        assertThat(mediaReads()).hasSize(2);
        assertThat(gong.uploads()).singleElement().satisfies(upload -> {
            assertThat(upload.accepted()).isFalse();
            assertThat(upload.bytes()).isLessThan(SIZE);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "401, gong-unauthorized, 1",
        "403, gong-forbidden, 1",
        "408, gong-unavailable, 5",
        "421, gong-unavailable, 5",
        "423, gong-unavailable, 5",
        "425, gong-unavailable, 5",
        "413, gong-too-large, 1",
        "500, gong-unavailable, 5",
        "429, gong-throttled, 5"
    })
    void leaves_s3_at_once_when_gong_answers_before_the_body(int status, String code, int attempts) {
        byte[] large = SampleMedia.wav(60_000_000, 1, 7);
        putRecording(key, large);
        gong.failUploads(100, Fault.answer(status));

        assertThatThrownBy(() -> deliver(notification(key)))
                .isInstanceOf(RelayFailedException.class)
                .hasMessageContaining(code)
                .hasMessageContaining("scripted failure");

        assertThat(gong.uploads()).hasSize(attempts).noneMatch(GongUpload::accepted);
        assertThat(source.bodyBytesDelivered()).isLessThan(attempts * 8_000_000L);
    }

    @Test
    void uses_no_connection_again_on_which_an_upload_was_refused_half_way() {
        relay();
        int before = gong.connectionsOpened();
        String large = key + ".large.wav";
        putRecording(large, SampleMedia.wav(60_000_000, 1, 7));
        gong.failUploads(3, Fault.answer(500));

        assertThat(deliver(notification(large))).isNull();

        assertThat(gong.connectionsOpened() - before).isEqualTo(3);
    }

    @Test
    void begins_anew_after_an_early_failure_that_passed() {
        gong.failUploads(1, Fault.answer(503).header("Retry-After", "1"));

        relay();

        assertThat(gong.uploads()).hasSize(2);
        assertAccepted(gong.uploads().get(1));
        assertThat(Duration.between(
                        gong.uploads().get(0).started(), gong.uploads().get(1).started()))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void begins_anew_when_gong_resets_the_connection_half_way() {
        gong.failUploads(2, Fault.resetAfter(SIZE / 2));

        relay();

        assertThat(gong.uploads()).hasSize(3);
        assertAccepted(gong.uploads().get(2));
    }

    @Test
    void begins_anew_when_gong_closes_without_an_answer() {
        gong.failUploads(1, Fault.closeAfterBody());

        relay();

        assertThat(gong.uploads()).hasSize(2);
        assertAccepted(gong.uploads().get(1));
    }

    @Test
    void begins_anew_after_a_gateways_page() {
        gong.failUploads(1, Fault.answerAfterBody(502).html("<html><body>Bad Gateway</body></html>"));

        relay();

        assertThat(gong.uploads()).hasSize(2);
        assertAccepted(gong.uploads().get(1));
    }

    @Test
    void takes_gongs_word_that_a_lost_answer_was_a_yes() {
        gong.failUploads(1, Fault.loseAnswer());

        deliver(prepared());

        assertThat(gong.uploads()).hasSize(2);
        assertAccepted(gong.uploads().get(0));
        assertThat(receipt(key).path("state").asText()).isEqualTo("relayed");
    }

    @Test
    void tries_no_more_often_than_configured() {
        gong.failUploads(100, Fault.resetAfter(SIZE / 2));

        assertFailure("gong-unreachable", "connection to Gong failed");

        assertThat(gong.uploads()).hasSize(5);
    }

    @Test
    void goes_on_however_long_while_gong_reads_steadily() {
        byte[] large = SampleMedia.wav(60_000_000, 1, 7);
        putRecording(key, large);
        gong.failUploads(1, Fault.readSlowly(15_000_000));

        deliver(notification(key));

        assertThat(gong.uploads()).singleElement().satisfies(upload -> {
            assertThat(upload.sha256()).isEqualTo(sha256(large));
            assertThat(upload.took()).isGreaterThan(Duration.ofSeconds(3));
        });
    }

    @Test
    void ends_the_attempt_when_gong_stops_reading() {
        byte[] large = SampleMedia.wav(60_000_000, 1, 7);
        putRecording(key, large);
        gong.failUploads(1, Fault.stopReadingAfter(1_000_000));

        deliver(notification(key));

        assertThat(gong.uploads()).hasSize(2);
        assertThat(gong.uploads().get(1).sha256()).isEqualTo(sha256(large));
        assertThat(gong.uploads().get(1).accepted()).isTrue();
    }

    /** Its own timeout is longer than the other one, and sending the bytes again would tell no more. */
    @Test
    void sends_nothing_again_while_gong_owes_its_answer() {
        gong.failUploads(100, Fault.neverAnswer());

        assertFailure(
                "gong-stalled",
                "The whole recording was sent, and Gong may have it",
                "sent no response for 3 s after it");

        assertThat(gong.uploads())
                .singleElement()
                .satisfies(upload -> assertThat(upload.bytes()).isEqualTo(SIZE));
    }

    @Test
    void says_that_gong_stopped_reading() {
        putRecording(key, SampleMedia.wav(60_000_000, 1, 7));
        gong.failUploads(100, Fault.stopReadingAfter(1_000_000));

        assertThatThrownBy(() -> deliver(notification(key)))
                .hasMessageContaining("gong-stalled")
                .hasMessageContaining("accepted no data for")
                .hasMessageContaining("for 2 s")
                .hasMessageNotContaining("may have it");

        assertThat(gong.uploads()).hasSize(5);
    }

    @Test
    void registers_nothing_again_while_gong_owes_its_answer() {
        gong.failCalls(100, Fault.neverAnswer());

        assertFailure("gong-stalled", "POST /v2/calls: Gong sent no response for 3 s");

        assertThat(gong.requests()).hasSize(1);
    }

    @Test
    void gives_back_at_once_when_gong_asks_for_longer_than_there_is() {
        gong.failUploads(1, Fault.answer(429).header("Retry-After", "3600"));
        long began = System.nanoTime();

        assertFailure("gong-throttled", "Retry-After 3600");

        assertThat(gong.uploads()).hasSize(1);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void stops_in_order_when_the_invocations_time_is_up() {
        putRecording(key, SampleMedia.wav(60_000_000, 1, 7));
        gong.failUploads(100, Fault.readSlowly(5_000_000));
        long began = System.nanoTime();

        assertThatThrownBy(() -> deliver(notification(key), Duration.ofSeconds(4)))
                .isInstanceOf(RelayFailedException.class)
                .hasMessageContaining("time-up")
                .hasMessageContaining("bytes: the invocation's time is up");

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
        assertThat(gong.uploads()).singleElement().matches(upload -> !upload.accepted());
        Eventually.until("S3 to be left", () -> source.openConnections() <= 5);
    }

    private String prepared() {
        putRecording(key, recording);
        return notification(key);
    }

    private void relay() {
        assertThat(deliver(prepared())).isNull();
    }

    private void assertFailure(String code, String... reasons) {
        assertThatThrownBy(() -> deliver(prepared()))
                .isInstanceOf(RelayFailedException.class)
                .hasMessageContaining(code)
                .hasMessageContainingAll(reasons);
    }

    private void assertUploadedOnce() {
        assertThat(gong.uploads()).hasSize(1);
        assertAccepted(gong.uploads().get(0));
    }

    private void assertAccepted(GongUpload upload) {
        assertThat(upload.accepted()).isTrue();
        assertThat(upload.bytes()).isEqualTo(SIZE);
        assertThat(upload.sha256()).isEqualTo(sha256(recording));
    }

    private List<RequestHead> mediaReads() {
        return source.heads().stream().filter(UploadFaultTest::isMedia).toList();
    }

    private static boolean isMedia(RequestHead head) {
        return head.method().equals("GET")
                && head.range() != null
                && head.range().endsWith("-");
    }
}
