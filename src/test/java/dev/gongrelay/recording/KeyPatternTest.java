package dev.gongrelay.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.settings.TimeFormat;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPatternTest {
    private static final KeyTime UTC = time("yyyyMMdd'T'HH:mm", "UTC");

    private final KeyPattern amazonConnect =
            pattern("(?<clientUniqueId>[0-9a-f-]{36})_(?<actualStart>\\d{8}T\\d\\d:\\d\\d)_UTC\\.wav$");

    @Test
    void reads_the_fields_of_an_amazon_connect_key() {
        var found = amazonConnect.find("connect/acme/CallRecordings/2026/11/22/"
                + "0f3ab1c2-1111-2222-3333-444455556666_20261122T20:32_UTC.wav");

        assertThat(found.fields().path("clientUniqueId").asText()).isEqualTo("0f3ab1c2-1111-2222-3333-444455556666");
        assertThat(found.fields().path("actualStart").asText()).isEqualTo("2026-11-22T20:32:00Z");
        assertThat(found.remark()).isEmpty();
    }

    @Test
    void finds_nothing_in_another_key() {
        assertThat(amazonConnect.find("calls/monday.wav").fields()).isEmpty();
    }

    @Test
    void leaves_a_time_that_cannot_be_read_for_the_check_to_name() {
        var found = amazonConnect.find("0f3ab1c2-1111-2222-3333-444455556666_20261399T99:99_UTC.wav");

        assertThat(found.fields().path("actualStart").asText()).isEqualTo("20261399T99:99");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "yyyyMMdd'T'HH:mm | UTC | 20261122T20:32 | 2026-11-22T20:32:00Z",
                "uuuuMMddHHmm | UTC | 202611222032 | 2026-11-22T20:32:00Z",
                "yyMMdd-HHmmss | UTC | 261122-203205 | 2026-11-22T20:32:05Z",
                "dd.MM.yyyy HH.mm | UTC | 29.02.2028 20.32 | 2028-02-29T20:32:00Z",
                "dd-MMM-yyyy hh:mma | UTC | 22-Nov-2026 08:32PM | 2026-11-22T20:32:00Z",
                "yyyyDDDHHmm | UTC | 20263262032 | 2026-11-22T20:32:00Z",
                "yyyyMMdd'T'HHmmss | America/New_York | 20260131T093000 | 2026-01-31T14:30:00Z",
                "yyyyMMdd'T'HHmmss | America/New_York | 20260731T093000 | 2026-07-31T13:30:00Z",
                "yyyyMMdd'T'HHmmssXX | UTC | 20260131T093000-0500 | 2026-01-31T14:30:00Z",
                "yyyyMMdd'T'HHmmssXX | Europe/Berlin | 20260131T093000Z | 2026-01-31T09:30:00Z",
                "yyyyMMdd'T'HHmmssZ | UTC | 20260131T093000+0530 | 2026-01-31T04:00:00Z",
                "yyyyMMddHHmmVV | UTC | 202607310930Europe/Berlin | 2026-07-31T07:30:00Z",
                "yyyyMMddHHmmz | Europe/Berlin | 202607310930UTC | 2026-07-31T09:30:00Z",
                "yyyyMMdd'T'HHmmss'Z' | Europe/Berlin | 20260731T093000Z | 2026-07-31T09:30:00Z",
                "yyyyMMdd'T'HH:mm'_UTC' | Europe/Berlin | 20260731T09:30_UTC | 2026-07-31T09:30:00Z",
                "yyyyMMddHHmm[XXX] | Europe/Berlin | 202607310930 | 2026-07-31T07:30:00Z",
                "yyyyMMddHHmm[XXX] | Europe/Berlin | 202607310930-02:00 | 2026-07-31T11:30:00Z",
                "yyyyMMddHHmmXXX'['VV']' | UTC | 202610250230+01:00[Europe/Berlin] | 2026-10-25T01:30:00Z",
                "dd-MMM-yyyy HHmm | UTC | 31-JAN-2026 0930 | 2026-01-31T09:30:00Z",
                "yyyyMMdd-hhmma | UTC | 20260131-0930pm | 2026-01-31T21:30:00Z",
                "yyyyMMdd'T'HHmmss'Z' | Europe/Berlin | 20260731t093000z | 2026-07-31T09:30:00Z",
                "yyyyMMdd'T'HH:mm | UTC | 2026-07-31T09:30:00+02:00 | 2026-07-31T09:30:00+02:00"
            })
    void reads_a_time_with_the_zone_of_its_text_or_of_the_setting(
            String format, String zone, String text, String expected) {
        KeyTime.StartTime start = time(format, zone).read(text);

        assertThat(start.text()).isEqualTo(expected);
        assertThat(start.remark()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "20260230T20:32, is not a date and time that exists",
        "20270229T20:32, is not a date and time that exists",
        "20260431T20:32, is not a date and time that exists",
        "20261301T20:32, is not a date and time that exists",
        "20260131T24:00, is not a date and time that exists",
        "20260131T20:60, is not a date and time that exists",
        "20260131, does not have the format RELAY_RECORDINGS_KEY_TIME_FORMAT",
        "20260131T20:32Z, does not have the format RELAY_RECORDINGS_KEY_TIME_FORMAT",
        "1769853600, does not have the format RELAY_RECORDINGS_KEY_TIME_FORMAT"
    })
    void says_why_a_time_can_not_be_read(String text, String remark) {
        KeyTime.StartTime start = UTC.read(text);

        assertThat(start.text()).isEqualTo(text);
        assertThat(start.remark()).contains("the actualStart in the key " + remark);
    }

    @Test
    void says_that_a_date_alone_is_not_a_time() {
        KeyTime.StartTime start = time("yyyyMMdd", "UTC").read("20260131");

        assertThat(start.text()).isEqualTo("20260131");
        assertThat(start.remark()).contains("the actualStart in the key is not a date and time that exists");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "yyyyMMddHHmm | Europe/Berlin | 202603290230 | 2026-03-29T01:30:00Z | is skipped by daylight saving in "
                        + "Europe/Berlin: the relay uses the time after the change",
                "yyyyMMddHHmm | Europe/Berlin | 202610250230 | 2026-10-25T00:30:00Z | happens twice because daylight "
                        + "saving ends in Europe/Berlin: the relay uses the first of the two",
                "yyyyMMddHHmm | Australia/Lord_Howe | 202604050145 | 2026-04-04T14:45:00Z | happens twice because "
                        + "daylight saving ends in Australia/Lord_Howe: the relay uses the first of the two",
                "yyyyMMddHHmmVV | UTC | 202603290230Europe/Berlin | 2026-03-29T01:30:00Z | is skipped by daylight "
                        + "saving in Europe/Berlin: the relay uses the time after the change"
            })
    void warns_of_a_time_that_daylight_saving_skips_or_repeats(
            String format, String zone, String text, String expected, String remark) {
        KeyTime.StartTime start = time(format, zone).read(text);

        assertThat(start.text()).isEqualTo(expected);
        assertThat(start.remark()).contains("the actualStart in the key " + remark);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"(?<title>a*a*a*a*)b", "(?<title>.*.*.*)=", "(?<title>(?:(?:(?:(?:a{1,2}){1,2}){1,2})+)+)+z"})
    void ends_a_pattern_that_backtracks(String expression) {
        KeyPattern backtracking = pattern(expression);

        assertThatThrownBy(() -> backtracking.find("a".repeat(1020) + ".wav"))
                .isInstanceOf(KeyPattern.BacktrackingException.class);
    }

    @Test
    void ends_a_pattern_whose_recursion_is_deeper_than_the_stack() throws InterruptedException {
        KeyPattern recursive = pattern("(?<title>(?:(?:(?:(?:a|b)+)+)+)+)$");
        Throwable[] failure = new Throwable[1];

        Thread small = new Thread(null, () -> recursive.find("ab".repeat(512)), "small stack", 128 * 1024);
        small.setUncaughtExceptionHandler((thread, thrown) -> failure[0] = thrown);
        small.start();
        small.join();

        assertThat(failure[0]).isInstanceOf(KeyPattern.BacktrackingException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"^(?<title>.*)/(?<purpose>.*)-(?<customData>.*)\\.wav$", "(?<title>[^/]+)\\.mp3"})
    void has_patience_with_usual_patterns_on_the_longest_key(String expression) {
        pattern(expression).find("calls/2026-01-31/".repeat(60) + ".wav");
    }

    private static KeyPattern pattern(String expression) {
        return new KeyPattern(Pattern.compile(expression), UTC);
    }

    private static KeyTime time(String format, String zone) {
        return new KeyTime(new TimeFormat().convert(format), ZoneId.of(zone));
    }
}
