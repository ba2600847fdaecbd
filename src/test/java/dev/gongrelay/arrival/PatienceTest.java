package dev.gongrelay.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatienceTest {
    private final Patience patience = new Patience(Duration.ofHours(1), Duration.ofDays(1));

    @Test
    void asks_after_an_hour_then_at_longer_and_longer_intervals_and_last_when_patience_ends() {
        List<Long> asked = new ArrayList<>();
        Duration age = patience.untilFirst(Duration.ZERO);
        while (!patience.isOver(age)) {
            asked.add(age.toHours());
            age = age.plus(patience.untilNext(age));
        }
        asked.add(age.toHours());

        assertThat(asked).containsExactly(1L, 2L, 4L, 8L, 14L, 20L, 24L);
    }

    @ParameterizedTest
    @CsvSource({"PT0S, PT1H", "PT15M, PT45M", "PT1H, PT0S", "PT2H, PT-1H", "PT-30S, PT1H30S"})
    void waits_for_the_rest_of_the_delay_before_the_first_question(Duration age, Duration wait) {
        assertThat(patience.untilFirst(age)).isEqualTo(wait);
    }

    @ParameterizedTest
    @CsvSource({"PT1H, PT1H", "PT90M, PT90M", "PT5H, PT5H", "PT7H, PT6H", "PT23H, PT1H", "PT24H, PT6H", "PT-1H, PT1H"})
    void waits_as_long_again_between_one_delay_and_six_and_not_beyond_the_end(Duration age, Duration wait) {
        assertThat(patience.untilNext(age)).isEqualTo(wait);
    }

    @Test
    void asks_at_the_end_of_a_patience_that_is_shorter_than_the_delay() {
        Patience brief = new Patience(Duration.ofHours(1), Duration.ofMinutes(10));

        assertThat(brief.untilFirst(Duration.ZERO)).isEqualTo(Duration.ofMinutes(10));
        assertThat(brief.isOver(Duration.ofMinutes(10))).isTrue();
    }
}
