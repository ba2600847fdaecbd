package dev.gongrelay.recording;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandleTest {
    @ParameterizedTest
    @CsvSource({
        "Ann.Agent@Example.COM, ann.agent@example.com",
        "ann@example.com, ANN@EXAMPLE.COM",
        "'phone:+1 (202) 555-0101', phone:12025550101",
        "phone:202.555/0101, phone:2025550101",
        "phone:+1\u00a0202\u202f555\u20110101, phone:12025550101",
        "phone:\u202d+1 (202) 555\u20130101\u202c, phone:12025550101",
        "extension:0101, extension:0101"
    })
    void is_equal_in_any_notation(String one, String other) {
        assertThat(Handle.of(one)).isPresent().isEqualTo(Handle.of(other));
    }

    @ParameterizedTest
    @CsvSource({
        "ann@example.com, ann@example.org",
        "phone:+12025550101, phone:2025550101",
        "phone:101, extension:101",
        "extension:101, extension:0101",
        "extension:a101, extension:A101"
    })
    void means_somebody_else(String one, String other) {
        assertThat(Handle.of(one)).isPresent().isNotEqualTo(Handle.of(other));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Ann Agent",
                "ann@",
                "extension:",
                "extension: 101",
                "Extension:101",
                "phone:",
                "phone:12",
                "phone:123456789012345678901",
                "phone:+1 202 555 0101 ext. 7",
                "phone:१२३",
                "tel:+12025550101"
            })
    void is_none(String text) {
        assertThat(Handle.of(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann@example.com", "extension:101", "phone:12025550101"})
    void can_be_written_and_read_again(String text) {
        assertThat(Handle.of(text).orElseThrow()).hasToString(text);
    }
}
