package dev.gongrelay.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonSyntaxTest {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final String DETAILS = """
            {"title": "A \\"call\\" \\u00fc ü", "actualStart": "2026-01-31T09:30:00Z", "duration": -12.5e+3,
             "parties": [{"userId": "234", "mediaChannelId": 0}, {"name": null}, [], {}],
             "flags": [true, false, 0, 0.5, 10]}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"title\"                 | line 1, column 9: expected a colon, found the end",
                "{\"a\": 1, }                | line 1, column 10: expected a name in double quotes, found }",
                "{'a': 1}                     | line 1, column 2: expected a name in double quotes, found '",
                "{a: 1}                       | line 1, column 2: expected a name in double quotes, found a",
                "{\"a\": 1 \"b\": 2}         | line 1, column 9: expected a comma or }, found \"",
                "{\"a\": [1, 2}              | line 1, column 12: expected a comma or ], found }",
                "{\"a\": }                   | line 1, column 7: expected a value, found }",
                "{\"a\": “b”}                | line 1, column 7: expected a value, found “",
                "{\"a\": tru}                | line 1, column 7: expected true, found t",
                "{\"a\": 007}                | line 1, column 8: expected no more digits after 0, found 0",
                "{\"a\": 1.}                 | line 1, column 9: expected a digit, found }",
                "{\"a\": \"\\x\"}             | line 1, column 9: expected one of \" \\ / b f n r t u after a backslash, found x",
                "{\"a\": \"\\u00g0\"}         | line 1, column 12: expected four hexadecimal digits after \\u, found g",
                "{\"a\": 1} {}               | line 1, column 10: expected the end, found {",
                "``                           | line 1, column 1: expected a value, found the end"
            })
    void says_where_and_what_is_wrong(String text, String wrong) {
        assertThatThrownBy(() -> JsonSyntax.check(text)).hasMessage(wrong);
    }

    @Test
    void counts_lines_and_columns_from_1() {
        assertThatThrownBy(() -> JsonSyntax.check("{\n  \"a\": \"b\",\r\n  \"c\" \"d\"\n}"))
                .hasMessage("line 3, column 7: expected a colon, found \"");
        assertThatThrownBy(() -> JsonSyntax.check("{\"a\": \"b\n\"}"))
                .hasMessage("line 1, column 9: expected a double quote that ends the text, found a space or the end of"
                        + " the line");
    }

    @Test
    void bears_any_depth() {
        assertThatCode(() -> JsonSyntax.check("[".repeat(1000) + "]".repeat(1000)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> JsonSyntax.check("[".repeat(1_000_000)))
                .hasMessageContaining("fewer than 1000 levels");
    }

    @Test
    void agrees_with_the_library_that_reads_the_details() {
        assertThatCode(() -> JsonSyntax.check(DETAILS)).doesNotThrowAnyException();
        assertThat(LongStream.range(0, 3000).filter(seed -> {
                    String text = damaged(DETAILS, new Random(seed));
                    return accepts(text) != isJson(text);
                }))
                .isEmpty();
    }

    private static String damaged(String text, Random random) {
        StringBuilder damaged = new StringBuilder(text);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(damaged.length());
            switch (random.nextInt(3)) {
                case 0 -> damaged.deleteCharAt(at);
                case 1 -> damaged.insert(at, DETAILS.charAt(random.nextInt(DETAILS.length())));
                default -> damaged.setCharAt(at, DETAILS.charAt(random.nextInt(DETAILS.length())));
            }
        }
        return damaged.toString();
    }

    private static boolean accepts(String text) {
        try {
            JsonSyntax.check(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isJson(String text) {
        try {
            return !JSON.readTree(text).isMissingNode();
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
