package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.simulator.Fault;
import dev.gongrelay.simulator.GongUpload;
import dev.gongrelay.simulator.SampleMedia;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gong is left alone when it failed often, and a batch gets through all the same. */
@QuarkusTest
class CircuitBreakerTest extends SurroundedTest {
    private static final int EXHAUSTING = 10;

    @ParameterizedTest
    @ValueSource(strings = {"gong-upload", "gong-register"})
    void opens_after_two_recordings_that_fail_and_is_waited_out_for_the_third(String breaker) {
        List<CircuitBreakerState> states = new CopyOnWriteArrayList<>();
        circuitBreakers.onStateChange(breaker, states::add);
        String[] keys = recordings(4);
        fail(breaker, EXHAUSTING);

        assertThatThrownBy(() -> deliver(notification(keys))).hasMessageContaining("gong-unavailable");

        assertThat(receipt(keys[0]).path("code").asText()).isEqualTo("gong-unavailable");
        assertThat(receipt(keys[1]).path("code").asText()).isEqualTo("gong-unavailable");
        assertThat(state(keys[2])).isEqualTo("relayed");
        assertThat(state(keys[3])).isEqualTo("relayed");
        assertThat(gong.uploads()).filteredOn(GongUpload::accepted).hasSize(2);
        assertThat(states)
                .containsExactly(CircuitBreakerState.OPEN, CircuitBreakerState.HALF_OPEN, CircuitBreakerState.CLOSED);
    }

    @Test
    void fails_at_once_and_says_why_when_there_is_no_time_to_wait() {
        String[] keys = recordings(3);
        fail("gong-upload", EXHAUSTING);
        assertThatThrownBy(() -> deliver(notification(keys[0], keys[1]))).hasMessageContaining("gong-unavailable");

        // A second of it is kept for tidying up.
        assertThatThrownBy(() -> deliver(notification(keys[2]), Surroundings.BREAK))
                .hasMessageContaining("gong-unavailable");

        assertThat(receipt(keys[2]).path("code").asText()).isEqualTo("gong-unavailable");
        assertThat(receipt(keys[2]).path("message").asText())
                .contains("Gong failed so often that it is not called for 2 s");
        assertThat(gong.uploads()).hasSize(EXHAUSTING);
    }

    @Test
    void stays_closed_while_gong_refuses_what_is_wrong() {
        String[] keys = recordings(12);
        gong.failUploads(100, Fault.answerAfterBody(400));

        assertThatThrownBy(() -> deliver(notification(keys))).hasMessageContaining("gong-refused");

        assertThat(circuitBreakers.currentState("gong-upload")).isEqualTo(CircuitBreakerState.CLOSED);
        assertThat(gong.uploads()).hasSize(12);
    }

    private void fail(String breaker, int times) {
        if (breaker.equals("gong-upload")) {
            gong.failUploads(times, Fault.answerAfterBody(503));
        } else {
            gong.failCalls(times, Fault.answerAfterBody(503));
        }
    }

    private String[] recordings(int count) {
        String[] keys =
                IntStream.range(0, count).mapToObj(number -> number + "/" + key).toArray(String[]::new);
        for (int i = 0; i < count; i++) {
            putRecording(keys[i], SampleMedia.wav(10_000, 1, i));
        }
        return keys;
    }
}
