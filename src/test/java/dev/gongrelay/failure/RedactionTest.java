package dev.gongrelay.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static final int BODY_LIMIT = 64 * 1024;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "party jane.doe@example.com is unknown | party <address> is unknown",
                "jane+tag@sub.example.co.uk, joe@example.com | <address>, <address>",
                "<jane@example.com> and mailto:jane@example.com?subject=x | <<address>> and mailto:<address>",
                "\"jane doe\"@example.com is unknown | <address> is unknown",
                "{\"emailAddress\":\"jane@example.com\"} | {\"emailAddress\":\"<address>\"}",
                "o'neil@example.com | <address>",
                "jürgen.müller@bücher.example | <address>",
                "用户@例子.广告 | <address>",
                "jane%40example.com and jane%2540example.com | <address> and <address>",
                "jane&#64;example.com | <address>",
                "jane\\u0040example.com | <address>",
                "jane＠example.com | <address>",
                "bounce+jane=example.com@lists.example.org | <address>",
                "jane@[192.168.0.1] | <address>",
                "jane@localhost | <address>",
                "sip:+15550100@example.com | sip:<address>",
                "jane@ | <address>"
            })
    void masks_addresses(String text, String expected) {
        assertThat(Redaction.mask(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+1 555 0100",
                "+15550100",
                "+49 170 1",
                "+ 49 170 1234567",
                "555-0100-1234",
                "555-0100",
                "5550100",
                "(555) 010-0123",
                "1 (555) 010-0123",
                "+1 (555) 010.0123",
                "+49 (0) 30 / 123 45 67",
                "0049 170 1234567",
                "00491701234567",
                "004915112345678901",
                "01.23.45.67.89",
                "555 010 0123 x12",
                "555-0100 ext. 4711",
                "(555) 010-0123, extension 4711",
                "tel:+1-555-0100",
                "tel:+1-555-0100;ext=4711",
                "tel:4711",
                "Phone: 123456",
                "\"extension\":\"4711\"",
                "ext 4711",
                "+1\u00A0555\u2007010\u202F0123",
                "+1\u2010555\u2011010\u22120123",
                "+1\u2013555\u2014010\u00AD0123",
                "\uFF0B\uFF14\uFF19\u3000\uFF11\uFF17\uFF10\uFF11\uFF12\uFF13\uFF14\uFF15\uFF16\uFF17",
                "\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667",
                "%2B15550100123",
                "1%20555%200100",
                "[555] 010 0123",
                "555 0100 1234 555 0100 1235"
            })
    void masks_numbers(String number) {
        String masked = Redaction.mask("party " + number + " is unknown");

        assertThat(masked).startsWith("party ").endsWith(" is unknown").contains("<number>");
        assertThat(masked.replace("%2B", "")).doesNotContainPattern("\\p{Nd}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "has already been posted for the call 7782342274025937895",
                "the call 12345678901234567890, user 1234567890123456",
                "actualStart 2026-11-22T20:32:00Z is in the future",
                "20261122T203200 is no time with +0200",
                "contact 123e4567-e89b-12d3-a456-426614174000",
                "parties[0], parties[12] and 400 or 401",
                "next 4711, text: 4711",
                "a @ b costs 5 @ 3",
                "duration 1e400",
                ""
            })
    void keeps_ids_times_and_small_numbers(String text) {
        assertThat(Redaction.mask(text)).isEqualTo(text);
    }

    @Test
    void masks_what_stands_next_to_an_id() {
        assertThat(Redaction.mask("7782342274025937895 555-0100 7782342274025937895"))
                .isEqualTo("7782342274025937895 <number> 7782342274025937895");
    }

    /** Each would take minutes if masking were not linear. */
    @ParameterizedTest
    @MethodSource
    void takes_any_text_of_the_longest_body(String unit) {
        String text = unit.repeat(4 * BODY_LIMIT / unit.length());

        assertThat(Redaction.mask(text)).isNotNull();
    }

    static Stream<Arguments> takes_any_text_of_the_longest_body() {
        return Stream.of(
                        "a",
                        "@",
                        "a@",
                        "\"@",
                        "\"",
                        "1",
                        "1 ",
                        "12345 ",
                        "+",
                        "+1",
                        "(",
                        "(1",
                        "1x",
                        "ext",
                        "1 ext ",
                        "@[",
                        "%40",
                        "a%40",
                        "1234567890123456 ",
                        "2026-11-22",
                        "0",
                        "00 ",
                        "-",
                        "1-",
                        "a-1",
                        "01234567-",
                        "\u3000",
                        "&#64;")
                .map(Arguments::of);
    }
}
