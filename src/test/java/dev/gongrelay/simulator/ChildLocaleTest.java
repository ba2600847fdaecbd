package dev.gongrelay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ChildLocaleTest {
    @Test
    void replaces_a_locale_that_is_not_utf_8_or_not_installed() {
        assertThat(ChildLocale.variables(Map.of("LC_ALL", "xx_XX.UTF-8"), "ANSI_X3.4-1968"))
                .isEqualTo(Map.of("LC_ALL", "C.UTF-8"));
    }

    @Test
    void keeps_a_locale_that_works_where_c_utf_8_may_be_missing() {
        Map<String, String> environment = Map.of("LANG", "de_DE.UTF-8", "LC_CTYPE", "fr_FR.UTF-8", "PATH", "/bin");

        assertThat(ChildLocale.variables(environment, "UTF-8"))
                .isEqualTo(Map.of("LANG", "de_DE.UTF-8", "LC_CTYPE", "fr_FR.UTF-8"));
    }
}
