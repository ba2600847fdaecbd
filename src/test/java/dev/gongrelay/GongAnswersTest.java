package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.event.RelayFailedException;
import dev.gongrelay.simulator.Fault;
import dev.gongrelay.simulator.GongUpload;
import dev.gongrelay.simulator.SampleMedia;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the relay makes of Gong's answers. */
@QuarkusTest
class GongAnswersTest extends SurroundedTest {
    private final byte[] recording = SampleMedia.wav(100_000, 1, new Random().nextLong());

    @Test
    void goes_on_with_the_call_that_gong_has_for_this_recording() {
        putRecording(key, recording);
        gong.failCalls(1, Fault.loseAnswer());

        deliver(notification(key));

        assertThat(gong.calls()).hasSize(1);
        assertThat(gong.uploads())
                .singleElement()
                .satisfies(upload -> assertThat(upload.callId())
                        .isEqualTo(gong.calls().get(0).callId()));
    }

    @Test
    void counts_the_same_content_under_another_call_as_relayed_and_warns() {
        putRecording(key + ".first.wav", recording);
        putRecording(key + ".second.wav", recording);
        deliver(notification(key + ".first.wav"));

        try (CapturedLog log = new CapturedLog()) {
            deliver(notification(key + ".second.wav"));

            assertThat(log.text()).contains("Gong has the same content under call");
        }
        assertThat(receipt(key + ".second.wav").path("callId").asText())
                .isEqualTo(gong.calls().get(0).callId());
        assertThat(state(key + ".second.wav")).isEqualTo("relayed");
        assertThat(gong.uploads()).filteredOn(GongUpload::accepted).hasSize(1);
    }

    @Test
    void uploads_to_a_call_that_exists_without_registering_one() {
        putRecording(key, recording);
        deliver(notification(key));
        String callId = "18234227402593789999";
        byte[] other = SampleMedia.wav(1000, 1, 5);
        put(key + ".known.wav", other, Map.of("gong-call-id", callId));

        assertThatThrownBy(() -> deliver(notification(key + ".known.wav")))
                .isInstanceOf(RelayFailedException.class)
                .hasMessageContaining("gong-call-unknown");

        assertThat(gong.calls()).hasSize(1);
        assertThat(gong.uploads().get(1).callId()).isEqualTo(callId);
    }

    @ParameterizedTest
    @CsvSource({
        "400, gong-refused, rejected",
        "401, gong-unauthorized, claimed",
        "403, gong-forbidden, claimed",
        "404, gong-call-unknown, rejected",
        "409, gong-user-not-enabled, rejected",
        "413, gong-too-large, rejected",
        "415, gong-media-type, rejected"
    })
    void keeps_what_gong_answered_in_message_and_receipt(int status, String code, String state) {
        putRecording(key, recording);
        gong.failCalls(1, Fault.answerAfterBody(status).json("{\"requestId\":\"req-4711\",\"errors\":[\"Said why\"]}"));

        assertThatThrownBy(() -> deliver(notification(key)))
                .hasMessageContaining(code)
                .hasMessageContaining("req-4711")
                .hasMessageContaining("Said why");

        assertThat(state(key)).isEqualTo(state);
        assertThat(receipt(key).path("message").asText()).contains("req-4711", "Said why");
        assertThat(gong.uploads()).isEmpty();
    }

    @Test
    void asks_gong_for_answers_that_are_not_compressed() {
        putRecording(key, recording);

        deliver(notification(key));

        assertThat(gong.requests())
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.headers()).containsEntry("accept-encoding", "identity"));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 304, 305, 307, 308, 399})
    void follows_no_redirect(int status) {
        putRecording(key, recording);
        String elsewhere = gong.baseUrl() + "/maintenance";
        gong.failCalls(100, Fault.answerAfterBody(status).header("Location", elsewhere));

        assertThatThrownBy(() -> deliver(notification(key)))
                .hasMessageContaining("gong-unavailable")
                .hasMessageContaining("Gong answered " + status + ", a redirect");

        assertThat(state(key)).isEqualTo("claimed");
        assertThat(gong.requests())
                .hasSize(5)
                .allMatch(request -> request.path().equals("/v2/calls"));
    }

    @Test
    void relays_what_was_redirected_once_the_maintenance_is_over() {
        putRecording(key, recording);
        gong.failCalls(1, Fault.answerAfterBody(302).header("Location", "/maintenance"));
        gong.failUploads(1, Fault.answerAfterBody(307).header("Location", "/maintenance"));

        deliver(notification(key));

        assertThat(state(key)).isEqualTo("relayed");
        assertThat(gong.uploads()).filteredOn(GongUpload::accepted).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 407})
    void blames_no_recording_if_a_proxy_does_not_let_it_register_a_call(int status) {
        putRecording(key, recording);
        gong.failCalls(100, Fault.answerAfterBody(status).json("<html>proxy</html>"));

        assertThatThrownBy(() -> deliver(notification(key))).hasMessageContaining("gong-unavailable");

        assertThat(state(key)).isEqualTo("claimed");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 204})
    void takes_any_success_for_one(int status) {
        putRecording(key, recording);
        gong.failUploads(1, Fault.answerAfterBody(status).json("").accepting());

        deliver(notification(key));

        assertThat(gong.uploads()).hasSize(1);
        assertThat(state(key)).isEqualTo("relayed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"requestId\":null,\"url\":null}"})
    void leaves_out_of_the_receipt_what_gong_did_not_say(String answer) {
        putRecording(key, recording);
        gong.failUploads(1, Fault.answerAfterBody(201).json(answer).accepting());

        deliver(notification(key));

        assertThat(receipt(key).has("gongRequestId") || receipt(key).has("url")).isFalse();
        assertThat(receipt(key).toString()).doesNotContain("null", "unknown");
    }

    @Test
    void retries_later_when_gong_returns_no_callId() {
        putRecording(key, recording);
        gong.failCalls(1, Fault.answerAfterBody(201).json("{\"requestId\":\"r\"}"));

        assertThatThrownBy(() -> deliver(notification(key)))
                .hasMessageContaining("gong-unavailable")
                .hasMessageContaining("no callId");

        assertThat(state(key)).isEqualTo("claimed");
    }
}
