package dev.gongrelay.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClosestMatchTest {
    @ParameterizedTest
    @CsvSource({
        "sise, size",
        "SIZE, size",
        "szie, size",
        "isze, size",
        "kep, keep",
        "keeep, keep",
        "kill, killed",
        "recroding, recordings"
    })
    void finds_the_word_that_was_meant(String mistyped, String meant) {
        assertThat(ClosestMatch.of(mistyped, List.of("recordings", "size", "keep", "killed", "throttled")))
                .hasValue(meant);
    }

    @ParameterizedTest
    @CsvSource({"color", "x", "''", "recordingsrecordings"})
    void finds_nothing_where_nothing_is_near(String word) {
        assertThat(ClosestMatch.of(word, List.of("recordings", "keep", "throttled")))
                .isEmpty();
    }

    @Test
    void takes_the_first_of_the_alphabet_where_two_are_as_near() {
        assertThat(ClosestMatch.of("cat", List.of("hat", "bat"))).hasValue("bat");
    }
}
