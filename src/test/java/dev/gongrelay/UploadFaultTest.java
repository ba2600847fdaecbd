package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.event.RelayFailedException;
import dev.gongrelay.simulator.Fault;
import dev.gongrelay.simulator.GongUpload;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Gong and the way to it can do to one upload, and what must come of it. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class UploadFaultTest extends UploadTest {
    @AfterEach
    void take_any_number_of_requests() {
        gong.requestsPerSecond(0);
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
        putLarge(key);
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
        putLarge(large);
        gong.failUploads(3, Fault.answer(500));

        assertThat(deliver(notification(large))).isNull();

        assertThat(gong.connectionsOpened() - before).isEqualTo(3);
    }

    @Test
    void sends_the_whole_recording_again_after_an_early_failure_that_passed() {
        gong.failUploads(1, Fault.answer(503).header("Retry-After", "1"));
        // The call and one upload: another within the second for which Gong asked would be refused.
        gong.requestsPerSecond(2);

        relay();

        assertThat(gong.uploads()).hasSize(2);
        assertAccepted(gong.uploads().get(1));
    }

    @Test
    void sends_the_whole_recording_again_when_gong_resets_the_connection_half_way() {
        gong.failUploads(2, Fault.resetAfter(SIZE / 2));

        relay();

        assertThat(gong.uploads()).hasSize(3);
        assertAccepted(gong.uploads().get(2));
    }

    @Test
    void sends_the_whole_recording_again_when_gong_closes_without_an_answer() {
        gong.failUploads(1, Fault.closeAfterBody());

        relay();

        assertThat(gong.uploads()).hasSize(2);
        assertAccepted(gong.uploads().get(1));
    }

    @Test
    void sends_the_whole_recording_again_after_a_gateways_page() {
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
}
