package dev.gongrelay.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    private static final Duration FIRST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofHours(1);

    @ParameterizedTest
    @CsvSource({
        "1,          PT15S,  PT30S",
        "2,          PT30S,  PT1M",
        "3,          PT1M,   PT2M",
        "7,          PT16M,  PT32M",
        "8,          PT30M,  PT1H",
        "100,        PT30M,  PT1H",
        "2147483647, PT30M,  PT1H",
    })
    void waits_twice_as_long_each_time_less_up_to_half_by_chance(int receiveCount, Duration least, Duration most) {
        assertThat(new Backoff(FIRST, LONGEST, () -> 0.0).after(receiveCount)).isEqualTo(most);
        assertThat(new Backoff(FIRST, LONGEST, () -> 1.0).after(receiveCount)).isEqualTo(least);
    }
}
