package dev.gongrelay.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.TestSettings;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlineTest {
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Duration MARGIN = Duration.ofSeconds(20);

    private long nowNanos = 1_000_000_007;
    private final Deadline deadline = new Deadline(
            TestSettings.with(Map.of("relay.time-limit", LIMIT.toString(), "relay.deadline-margin", MARGIN.toString())),
            () -> nowNanos);

    @ParameterizedTest
    @CsvSource({"60000,40", "900000,880", "20000,0", "1,0", "0,880", "-5,880", "900001,880", "2147483647,880"})
    void subtracts_the_margin_from_the_time_left_and_uses_the_limit_for_impossible_values(
            long remainingMillis, long leftSeconds) {
        deadline.begin(remainingMillis);

        assertThat(deadline.timeLeft()).isEqualTo(Duration.ofSeconds(leftSeconds));
    }

    @Test
    void has_no_time_left_for_another_step_when_the_margin_begins() {
        deadline.begin(60_000);
        deadline.require("to begin");

        pass(Duration.ofSeconds(40));

        assertThat(deadline.timeLeft()).isZero();
        assertThatThrownBy(() -> deadline.require("to upload s3://calls/a.wav"))
                .isInstanceOf(TransientException.class)
                .hasMessage("No time was left to upload s3://calls/a.wav")
                .hasFieldOrPropertyWithValue("code", FailureCode.TIME_UP);
    }

    @Test
    void waits_a_quarter_of_the_margin_for_what_should_have_ended() {
        deadline.begin(60_000);

        assertThat(deadline.timeLeftAndGrace()).isEqualTo(Duration.ofSeconds(45));
    }

    @Test
    void counts_the_margin_twice_for_whoever_has_another_clock() {
        deadline.begin(60_000);

        assertThat(deadline.timeLeftAndMargins()).isEqualTo(Duration.ofSeconds(80));
    }

    @Test
    void lets_any_number_of_tidying_calls_end_a_tenth_of_the_margin_before_the_invocation() {
        deadline.begin(60_000);
        pass(Duration.ofSeconds(40));

        Duration first = deadline.tidyingShare();
        Duration used = Duration.ZERO;
        for (int i = 0; i < 100; i++) {
            Duration share = deadline.tidyingShare();
            used = used.plus(share);
            pass(share);
        }

        assertThat(first).isEqualTo(Duration.ofSeconds(9));
        assertThat(used).isBetween(Duration.ofSeconds(17), MARGIN.minus(MARGIN.dividedBy(10)));
    }

    @Test
    void has_no_share_left_when_the_invocation_should_have_ended() {
        deadline.begin(60_000);

        pass(Duration.ofSeconds(61));

        assertThat(deadline.tidyingShare()).isZero();
    }

    private void pass(Duration duration) {
        nowNanos += duration.toNanos();
    }
}
