package dev.gongrelay.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"title\":\"a?b=c\"} | {\"title\":\"a?b=c\"}",
                "=?UTF-8?B?eyJ0aXRsZSI6Ik3DvGxsZXIifQ==?= | {\"title\":\"Müller\"}",
                "=?utf-8?q?{=22title=22:_=22M=C3=BCller=22}?= | {\"title\": \"Müller\"}",
                "=?UTF-8?Q?{=22a=22:=22=C3?= =?UTF-8?B?vCJ9?= | {\"a\":\"ü\"}",
                "=?UTF-8?Q?M=C3=83=C2=BCller?= | Müller",
                "MÃ¼ller | Müller",
                "Müller | Müller",
                "Ωμέγα | Ωμέγα"
            })
    void is_what_the_producer_wrote(String value, String written) throws Exception {
        assertThat(new String(MetadataText.bytes(value), UTF_8)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=?UTF-8?B?!?=",
                "=?UTF-8?Q?=C?=",
                "=?UTF-8?Q?=?=",
                "=?UTF-8?Q?=GG?=",
                "=?UTF-8?X?a?=",
                "=?ISO-8859-1?Q?M=FCller?=",
                "=?UTF-8?Q?a?= b",
                "=?UTF-8",
                "=?"
            })
    void says_that_encoded_words_can_not_be_decoded(String value) {
        assertThatThrownBy(() -> MetadataText.bytes(value))
                .isInstanceOf(MalformedDetailsException.class)
                .hasMessageContaining("encoded words (RFC 2047)");
    }
}
