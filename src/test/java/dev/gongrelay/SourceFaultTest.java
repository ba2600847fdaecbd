package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.simulator.GongUpload;
import dev.gongrelay.simulator.ProxyFault;
import dev.gongrelay.simulator.SampleMedia;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What S3 and the way to it can do to one upload, and what must come of it. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class SourceFaultTest extends UploadTest {
    /** The first bytes are read once more, to look at them. */
    private static final int LOOKED_AT = 16 * 1024;
    /** Answers without media, such as that there is no sidecar. */
    private static final int SMALL_ANSWERS = 1000;

    /** What may be under way in socket buffers when a connection is cut. */
    private static final int IN_FLIGHT = 8_000_000;

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 70_000, SIZE / 2, SIZE - 1})
    void goes_on_in_the_same_upload_when_s3_drops_the_connection(long after) {
        source.fail(1, UploadTest::isMedia, ProxyFault.endAfter(after));

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
        source.fail(1, UploadTest::isMedia, ProxyFault.resetAfter(after));

        relay();

        assertUploadedOnce();
        assertThat(source.bodyBytesDelivered()).isLessThanOrEqualTo(SIZE + LOOKED_AT + IN_FLIGHT);
    }

    @Test
    void goes_on_in_the_same_upload_when_s3_drops_again_and_again() {
        source.fail(9, UploadTest::isMedia, ProxyFault.endAfter(200_000));

        relay();

        assertUploadedOnce();
        assertThat(mediaReads()).hasSize(10);
        assertThat(source.bodyBytesDelivered())
                .isBetween((long) SIZE + LOOKED_AT, (long) SIZE + LOOKED_AT + SMALL_ANSWERS);
    }

    @Test
    void replaces_a_connection_on_which_s3_falls_silent() {
        source.fail(1, UploadTest::isMedia, ProxyFault.silenceAfter(SIZE / 3));

        relay();

        assertUploadedOnce();
        assertThat(mediaReads()).hasSize(2);
        assertThat(mediaReads().get(1).range()).isEqualTo("bytes=" + SIZE / 3 + "-");
    }

    @Test
    void asks_again_after_a_pause_when_s3_is_overloaded() {
        source.fail(1, UploadTest::isMedia, ProxyFault.endAfter(SIZE / 2));
        source.fail(1, UploadTest::isMedia, ProxyFault.slowDown());
        source.fail(1, UploadTest::isMedia, ProxyFault.internalError());

        relay();

        assertUploadedOnce();
        assertThat(mediaReads()).hasSize(4);
    }

    @Test
    void starts_the_upload_again_when_s3_delivers_nothing_several_times_in_a_row() {
        source.fail(1, UploadTest::isMedia, ProxyFault.endAfter(SIZE / 2));
        source.fail(4, UploadTest::isMedia, ProxyFault.slowDown());

        relay();

        assertThat(gong.uploads()).hasSize(2);
        assertThat(gong.uploads().get(0).accepted()).isFalse();
        assertAccepted(gong.uploads().get(1));
    }

    @Test
    void gives_the_recording_back_when_s3_stays_overloaded() {
        source.fail(1000, UploadTest::isMedia, ProxyFault.slowDown());

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
        source.fail(1, UploadTest::isMedia, ProxyFault.endAfter(SIZE / 2));
        source.fail(1, UploadTest::isMedia, ProxyFault.rewrite(answer -> answer.replaceFirst(head, otherHead)));

        relay();

        assertThat(gong.uploads()).hasSize(2);
        assertThat(gong.uploads().get(0).accepted()).isFalse();
        assertAccepted(gong.uploads().get(1));
    }

    @Test
    void says_what_s3_answered_instead_of_the_range() {
        source.fail(1000, UploadTest::isMedia, ProxyFault.rewrite(answer -> answer.replace("206", "200")));

        assertFailure("source-inconsistent", "S3 answered 200");
    }

    @Test
    void gives_up_for_good_when_the_object_is_overwritten_half_way() {
        byte[] other = SampleMedia.wav(SIZE, 1, 44);
        source.fail(1, UploadTest::isMedia, ProxyFault.endAfter(SIZE / 2));
        beforeTheRestIsRead(() -> putRecording(key, other));

        assertFailure("source-changed", "412 PreconditionFailed");

        assertNothingHalfIsTaken();
        assertThat(receipt(key).path("code").asText()).isEqualTo("source-changed");
    }

    @Test
    void gives_up_for_good_when_the_object_is_deleted_half_way() {
        source.fail(1, UploadTest::isMedia, ProxyFault.endAfter(SIZE / 2));
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
}
