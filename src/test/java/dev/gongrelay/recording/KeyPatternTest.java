package dev.gongrelay.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class KeyPatternTest {
    private final KeyPattern amazonConnect = new KeyPattern(
            Pattern.compile("(?<clientUniqueId>[0-9a-f-]{36})_(?<actualStart>\\d{8}T\\d\\d:\\d\\d)_UTC\\.wav$"),
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HH:mm", Locale.ROOT));

    @Test
    void reads_the_fields_of_an_amazon_connect_key() {
        var fields = amazonConnect.fields("connect/acme/CallRecordings/2026/11/22/"
                + "0f3ab1c2-1111-2222-3333-444455556666_20261122T20:32_UTC.wav");

        assertThat(fields.path("clientUniqueId").asText()).isEqualTo("0f3ab1c2-1111-2222-3333-444455556666");
        assertThat(fields.path("actualStart").asText()).isEqualTo("2026-11-22T20:32:00Z");
    }

    @Test
    void finds_nothing_in_another_key() {
        assertThat(amazonConnect.fields("calls/monday.wav")).isEmpty();
    }

    @Test
    void leaves_a_time_that_cannot_be_read_for_the_check_to_name() {
        var fields = amazonConnect.fields("0f3ab1c2-1111-2222-3333-444455556666_20261399T99:99_UTC.wav");

        assertThat(fields.path("actualStart").asText()).isEqualTo("20261399T99:99");
    }
}
