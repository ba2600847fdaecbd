package dev.gongrelay.recording;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DetailParserTest {
    private static final String DOCUMENT = "{\"title\":\"Müller & Søn\"}";
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final DetailParser parser = new DetailParser();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.10",
                "1e2",
                "1E+5",
                "1e-7",
                "-0",
                "-0.0",
                "0.0",
                "12345678901234567890.123",
                "12345678901234567890",
                "1234567890",
                "9007199254740993",
                "0.1000000000000000055511151231257827",
                "1e400",
                "-1e1000000000",
                "7",
                "-123456789",
                "0"
            })
    void keeps_numbers_digit_for_digit(String number) throws Exception {
        String document = "{\"a\":" + number + ",\"b\":[" + number + ",{\"c\":" + number + "}]}";

        assertThat(written(document.getBytes(UTF_8))).isEqualTo(document);
    }

    @Test
    void keeps_a_number_as_long_as_the_document() throws Exception {
        String document = "{\"a\":0." + "1234567890".repeat(20_000) + "}";

        assertThat(written(document.getBytes(UTF_8))).isEqualTo(document);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"\":\"\"}",
                "{\"a\":[true,false,null,[],{},\"\"]}",
                "{\"😀\":\"😀\"}",
                "{\"a\":{\"a\":{\"a\":1}}}"
            })
    void keeps_whatever_is_valid(String document) throws Exception {
        assertThat(written(document.getBytes(UTF_8))).isEqualTo(document);
    }

    @Test
    void takes_a_byte_order_mark() throws Exception {
        assertThat(written((BYTE_ORDER_MARK + DOCUMENT).getBytes(UTF_8))).isEqualTo(DOCUMENT);
    }

    @Test
    void takes_white_space_around_the_document() throws Exception {
        assertThat(written((" \r\n\t" + DOCUMENT + "\r\n ").getBytes(UTF_8))).isEqualTo(DOCUMENT);
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-16BE, true, UTF-16",
        "UTF-16LE, true, UTF-16",
        "UTF-16BE, false, UTF-16",
        "UTF-16LE, false, UTF-16",
        "UTF-32BE, true, UTF-32",
        "UTF-32LE, true, UTF-32",
        "UTF-32BE, false, UTF-32",
        "UTF-32LE, false, UTF-32"
    })
    void names_another_encoding(String encoding, boolean marked, String name) {
        byte[] bytes = ((marked ? BYTE_ORDER_MARK : "") + DOCUMENT).getBytes(Charset.forName(encoding));

        assertMalformed(bytes, "it seems to be " + name + ", but must be UTF-8");
    }

    @Test
    void says_where_text_is_not_utf_8() {
        byte[] bytes = "{\n\"title\":\n\"Müller\"}".getBytes(ISO_8859_1);

        assertMalformed(bytes, "it is not UTF-8 at byte 14, in line 3");
    }

    @ParameterizedTest
    @CsvSource({
        "7b2261223a22 c080 227d, an overlong form",
        "7b2261223a22 eda080 227d, a surrogate",
        "7b2261223a22 f4908080 227d, behind the last character",
        "7b2261223a22 80 227d, a byte out of order",
        "7b2261223a2261227d c3, cut off at the end"
    })
    void refuses_bytes_that_are_not_utf_8(String hexadecimal, String reason) {
        byte[] bytes = HexFormat.of().parseHex(hexadecimal.replace(" ", ""));

        assertThatThrownBy(() -> parser.parse(bytes))
                .as(reason)
                .isInstanceOf(MalformedDetailsException.class)
                .hasMessageMatching("it is not UTF-8 at byte \\d+, in line 1");
    }

    @Test
    void names_compression() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(DOCUMENT.getBytes(UTF_8));
        }

        assertMalformed(compressed.toByteArray(), "it is compressed (gzip), but must be plain text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | it is empty",
                "`  ` | it is empty",
                "[1] | it is not a JSON object",
                "null | it is not a JSON object",
                "`\"text\"` | it is not a JSON object",
                "7 | it is not a JSON object",
                "jane.doe@gong.io | it is not valid JSON at line 1, column 1",
                "{\"a\":1,} | it is not valid JSON at line 1, column 8",
                "{'a':1} | it is not valid JSON at line 1, column 2",
                "{\"a\":NaN} | it is not valid JSON at line 1, column 9",
                "{\"a\":01} | it is not valid JSON at line 1, column 7",
                "{\"a\":+1} | it is not valid JSON at line 1, column 7",
                "{\"a\":1 /* one */} | it is not valid JSON at line 1, column 8",
                "{\"a\": | it ends in the middle of the JSON at line 1, column 6",
                "{\"a\":\"b | it ends in the middle of the JSON at line 1, column 8",
                "{\"a\":1}{\"b\":2} | something follows the end of the JSON object at line 1, column 8",
                "{\"a\":1} x | something follows the end of the JSON object at line 1, column 8",
                "{\"a\":1}] | something follows the end of the JSON object at line 1, column 8",
                "`{\"a\":1}\0` | something follows the end of the JSON object at line 1, column 8",
                "{\"a\":\"\\u0000\"} | a text contains the character NUL at line 1, column 6",
                "{\"\\u0000\":1} | a text contains the character NUL at line 1, column 2",
                "{\"a\":\"\\ud83d\"} | a text contains half of a surrogate pair at line 1, column 6",
                "{\"a\":[\"\\ude00\"]} | a text contains half of a surrogate pair at line 1, column 7",
                "{\"\\ud83d x\":1} | a text contains half of a surrogate pair at line 1, column 2",
                "{\"direction\":1,\"direction\":1} | the field direction appears twice, again at line 1, column 16",
                "{\"callId\":null,\"callId\":\"1\"} | the field callId appears twice, again at line 1, column 16",
                "{\"jane@doe\":1,\"jane@doe\":2} | a field appears twice, again at line 1, column 15",
                "{\"a\":{\"userId\":1,\"userId\":2}} | the field userId appears twice, again at line 1, column 18"
            })
    void says_what_is_wrong_and_where(String document, String problem) {
        assertMalformed(document.getBytes(UTF_8), problem);
    }

    @Test
    void takes_both_halves_of_a_surrogate_pair_that_are_escaped() throws Exception {
        assertThat(written("{\"a\":\"\\ud83d\\ude00\"}".getBytes(UTF_8))).isEqualTo("{\"a\":\"😀\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void bounds_how_deep_a_document_is(String opening) throws Exception {
        String closing = opening.equals("[") ? "]" : "}";
        String deepest = "{\"a\":" + opening.repeat(99) + "1" + closing.repeat(99) + "}";
        String deeper = "{\"a\":" + opening.repeat(100_000 / opening.length());

        assertThat(written(deepest.getBytes(UTF_8))).isEqualTo(deepest);
        assertThatThrownBy(() -> parser.parse(deeper.getBytes(UTF_8)))
                .hasMessageStartingWith("it is nested more than 100 levels deep at line 1, column ");
    }

    private void assertMalformed(byte[] bytes, String problem) {
        assertThatThrownBy(() -> parser.parse(bytes))
                .isInstanceOf(MalformedDetailsException.class)
                .hasMessage(problem);
    }

    /** What Gong would get of a document, from a mapper that is as plain as the REST client's. */
    private String written(byte[] bytes) throws MalformedDetailsException, JsonProcessingException {
        return new ObjectMapper().writeValueAsString(parser.parse(bytes));
    }
}
