package dev.gongrelay.redelivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.telemetry.RelayReport;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private static final RecordingReference RECORDING = new RecordingReference("recordings", "a.wav", null);

    private final Failures failures = new Failures(Duration.ofHours(1));

    @Test
    void lists_the_codes_and_messages_of_all() {
        failures.add(rejected("no such object"));
        failures.add(passing(FailureCode.GONG_THROTTLED, null));

        assertThat(failures.text()).isEqualTo("source-missing: no such object; gong-throttled: later");
        assertThat(failures.mayPass()).isTrue();
    }

    @Test
    void counts_those_that_do_not_fit() {
        for (int i = 0; i < 20_000; i++) {
            failures.add(rejected("no such object: s3://recordings/" + i + ".wav"));
        }

        assertThat(failures.text())
                .hasSizeLessThanOrEqualTo(RelayException.LONGEST_MESSAGE)
                .startsWith("source-missing: no such object: s3://recordings/0.wav; ")
                .matches(".*; and \\d{5} more");
    }

    @Test
    void stays_short_with_one_long_failure() {
        failures.add(rejected("x".repeat(3000)));
        failures.add(rejected("y"));

        assertThat(failures.text())
                .hasSizeLessThanOrEqualTo(RelayException.LONGEST_MESSAGE)
                .endsWith("…; and 1 more");
    }

    @Test
    void waits_for_the_longest_requested_delay() {
        failures.add(passing(FailureCode.SOURCE_UNAVAILABLE, null));
        assertThat(failures.retryAfter()).isEmpty();

        failures.add(passing(FailureCode.GONG_THROTTLED, Duration.ofMinutes(5)));
        failures.add(passing(FailureCode.GONG_THROTTLED, Duration.ofMinutes(2)));
        assertThat(failures.retryAfter()).contains(Duration.ofMinutes(5));

        failures.add(passing(FailureCode.SOURCE_DENIED, null));
        assertThat(failures.retryAfter()).contains(Duration.ofHours(1));
    }

    @Test
    void ignores_what_did_not_fail() {
        failures.add(RelayReport.of(RECORDING, () -> 0).skipped());

        assertThat(failures.isEmpty()).isTrue();
        assertThat(failures.rejected()).isEmpty();
    }

    private static RelayReport rejected(String message) {
        return RelayReport.of(RECORDING, () -> 0).failed(new PermanentException(FailureCode.SOURCE_MISSING, message));
    }

    private static RelayReport passing(FailureCode code, @Nullable Duration retryAfter) {
        return RelayReport.of(RECORDING, () -> 0).failed(new TransientException(code, "later", null, retryAfter));
    }
}
