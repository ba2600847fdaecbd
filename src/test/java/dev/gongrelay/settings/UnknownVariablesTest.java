package dev.gongrelay.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnknownVariablesTest {
    @Test
    void names_the_setting_that_a_mistyped_variable_is_nearest_to() {
        assertThat(UnknownVariables.warning(Set.of("RELAY_GONG_BASEURL", "RELAY_TIMELIMIT", "RELAY_COLOR", "PATH")))
                .hasValue("These variables are not settings and are ignored: RELAY_COLOR,"
                        + " RELAY_GONG_BASEURL (did you mean RELAY_GONG_BASE_URL?),"
                        + " RELAY_TIMELIMIT (did you mean RELAY_TIME_LIMIT?)");
    }

    @Test
    void is_silent_where_every_variable_is_a_setting_or_none_of_ours() {
        assertThat(UnknownVariables.warning(Set.of("RELAY_GONG_BASE_URL", "RELAY_TLS_ENGINE", "RELAYED", "HOME")))
                .isEmpty();
    }

    @Test
    void stays_short_however_many_there_are() {
        Set<String> many = IntStream.range(0, 5000).mapToObj(i -> "RELAY_" + i).collect(Collectors.toSet());

        assertThat(UnknownVariables.warning(many))
                .hasValueSatisfying(text -> assertThat(text).hasSizeLessThanOrEqualTo(2000));
    }
}
