package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.gong.Gong;
import dev.gongrelay.gong.UploadResult;
import dev.gongrelay.recording.Recording;
import dev.gongrelay.recording.Recordings;
import dev.gongrelay.simulator.Fault;
import dev.gongrelay.simulator.ProxyFault;
import dev.gongrelay.simulator.SampleMedia;
import dev.gongrelay.time.Deadline;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known after an upload about who brought the media. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class GongUploadTest extends SurroundedTest {
    private static final int SIZE = 3_000_000;
    private static final int LARGE = 24_000_000;
    private static final String HANDLED = "{\"errors\":[\"The media of this call has already been handled\"]}";

    @Inject
    Gong stage;

    @Inject
    Recordings recordings;

    @Inject
    Deadline deadline;

    private Recording recording;
    private String callId;

    @BeforeEach
    void register() {
        deadline.begin(60_000);
        putRecording(key, SampleMedia.wav(SIZE, 1, 42));
        recording = recordings.find(new RecordingReference(BUCKET, key, null));
        callId = stage.register(recording.details());
    }

    @Test
    void says_that_an_upload_was_its_own() {
        UploadResult result = upload();

        assertThat(result.kind()).isEqualTo(UploadResult.Kind.UPLOADED);
        assertThat(result.wholeBodySent()).isTrue();
        assertThat(result.attempts()).isEqualTo(1);
        assertThat(result.callId()).isEqualTo(callId);
    }

    @ParameterizedTest
    @MethodSource
    void says_that_a_duplicate_may_be_its_own(Fault first) {
        gong.failUploads(1, first.accepting());

        UploadResult result = upload();

        assertThat(result.kind()).isEqualTo(UploadResult.Kind.ALREADY_THERE);
        assertThat(result.wholeBodySent()).isTrue();
        assertThat(result.callId()).isEqualTo(callId);
    }

    static Stream<Arguments> says_that_a_duplicate_may_be_its_own() {
        return Stream.of(
                        Fault.closeAfterBody(),
                        Fault.answerAfterBody(502).html("<html>Bad Gateway</html>"),
                        Fault.answerAfterBody(408),
                        Fault.rawThenClose("garbage\r\n\r\n"))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource
    void says_that_a_duplicate_is_not_its_own(Fault first) {
        // More than fits into the buffers of sockets: what is there counts as sent.
        putRecording(key, SampleMedia.wav(LARGE, 1, 42));
        recording = recordings.find(new RecordingReference(BUCKET, key, null));
        gong.failUploads(1, first);
        gong.failUploads(1, Fault.answerAfterBody(400).json(HANDLED));

        UploadResult result = upload();

        assertThat(result.kind()).isEqualTo(UploadResult.Kind.ALREADY_THERE);
        assertThat(result.wholeBodySent()).isFalse();
        assertThat(gong.uploads()).hasSize(2);
    }

    static Stream<Arguments> says_that_a_duplicate_is_not_its_own() {
        return Stream.of(
                        Fault.resetAfter(LARGE / 4),
                        Fault.answer(503),
                        Fault.answerAfterBody(429),
                        Fault.answerAfterBody(425))
                .map(Arguments::of);
    }

    @Test
    void says_that_a_duplicate_is_not_its_own_when_gong_says_so_after_the_first_whole_body() {
        gong.failUploads(1, Fault.answerAfterBody(400).json(HANDLED));

        UploadResult result = upload();

        assertThat(result.kind()).isEqualTo(UploadResult.Kind.ALREADY_THERE);
        assertThat(result.wholeBodySent()).isFalse();
        assertThat(gong.uploads())
                .singleElement()
                .satisfies(upload -> assertThat(upload.bytes()).isEqualTo(SIZE));
    }

    @Test
    void knows_its_own_call_among_those_with_the_same_content() {
        gong.failUploads(
                1,
                Fault.answerAfterBody(400)
                        .json(
                                "{\"errors\":[\"the same content has been uploaded in the past, callID with the same content: "
                                        + callId + "\"]}"));

        assertThat(upload().kind()).isEqualTo(UploadResult.Kind.ALREADY_THERE);
    }

    @Test
    void says_that_gong_may_have_a_recording_that_then_disappears() {
        gong.failUploads(1, Fault.closeAfterBody());
        AtomicInteger reads = new AtomicInteger();
        source.fail(
                1,
                head -> {
                    if ("bytes=0-".equals(head.range()) && reads.incrementAndGet() == 2) {
                        s3.deleteObject(request -> request.bucket(BUCKET).key(key));
                    }
                    return false;
                },
                ProxyFault.slowDown());

        assertThatThrownBy(this::upload)
                .isInstanceOfSatisfying(
                        RelayException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.SOURCE_MISSING))
                .hasMessageContaining("The whole recording was sent, and Gong may have it. ")
                .hasMessageContaining("NoSuchKey");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 400, 429})
    void does_not_say_so_after_a_clear_answer(int status) {
        gong.failUploads(100, Fault.answerAfterBody(status));

        assertThatThrownBy(this::upload).isInstanceOf(RelayException.class).hasMessageNotContaining("may have it");
    }

    @Test
    void says_that_no_time_was_left() {
        deadline.begin(1);

        assertThatThrownBy(this::upload)
                .isInstanceOfSatisfying(
                        RelayException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.TIME_UP))
                .hasMessageContaining("No time was left for PUT /v2/calls/" + callId + "/media");
        assertThatThrownBy(() -> stage.register(recording.details()))
                .isInstanceOfSatisfying(
                        RelayException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.TIME_UP));
        assertThat(gong.uploads()).isEmpty();
    }

    private UploadResult upload() {
        return stage.upload(callId, recording.media());
    }
}
