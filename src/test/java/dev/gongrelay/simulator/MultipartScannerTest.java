package dev.gongrelay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.simulator.MultipartScanner.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MultipartScannerTest {
    /** Content that is full of beginnings of delimiters. */
    static Stream<byte[]> contents() {
        Random random = new Random(20261123);
        byte[] alphabet = "\r\n--bX".getBytes(StandardCharsets.US_ASCII);
        return IntStream.range(0, 200).mapToObj(run -> {
            byte[] content = new byte[random.nextInt(80)];
            for (int i = 0; i < content.length; i++) {
                content[i] = alphabet[random.nextInt(alphabet.length)];
            }
            return new String(content, StandardCharsets.US_ASCII)
                    .replace("\r\n--b", "\r\n--X")
                    .getBytes(StandardCharsets.US_ASCII);
        });
    }

    @ParameterizedTest
    @MethodSource("contents")
    void finds_the_content_wherever_the_chunks_are_parted(byte[] content) throws IOException {
        byte[] body = body("--b\r\nContent-Type: audio/wav\r\n\r\n", content, "\r\n--b--\r\n");
        for (int chunk = 1; chunk <= body.length; chunk++) {
            Collected part = new Collected();

            scan(part, body, chunk);

            assertThat(part.content.toByteArray()).isEqualTo(content);
            assertThat(part.headers).containsExactly(Map.entry("content-type", "audio/wav"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --c%n%nabc%n--c--%n            | doesn't begin with the delimiter
            %n--b%nA: b%n%nabc%n--b--%n    | doesn't begin with the delimiter
            --b%nA: b%n%nabc               | without the closing delimiter
            --b%nA: b%n%nabc%n--b          | without the closing delimiter
            --b%nA: b%n%nabc%n--b-         | without the closing delimiter
            --b%nA: b%n%nabc%n--bc--%n     | follow the last delimiter
            --b%nA: b%n%nabc%n--b%nA: b%n  | more than one part
            --b%nA: b%n%nabc%n--b--%nmore  | follow the closing delimiter
            --b%nA: b%nA: c%n%nabc%n--b--  | the header a twice
            --b%nwrong%n%nabc%n--b--       | without a name
            """)
    void refuses_a_body_that_is_framed_wrongly(String body, String reason) {
        byte[] bytes = body.replace("%n", "\r\n").getBytes(StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> scan(new Collected(), bytes, 7))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=a b"})
    void refuses_a_content_type_without_a_boundary(String contentType) {
        assertThatThrownBy(() -> new MultipartScanner(new Collected()).begin(contentType))
                .isInstanceOf(MalformedException.class);
    }

    private static void scan(Collected part, byte[] body, int chunk) throws IOException {
        MultipartScanner scanner = new MultipartScanner(part);
        scanner.begin("multipart/form-data; boundary=\"b\"");
        for (int from = 0; from < body.length; from += chunk) {
            scanner.feed(Arrays.copyOfRange(body, from, Math.min(body.length, from + chunk)));
        }
        scanner.end();
    }

    private static byte[] body(String before, byte[] content, String after) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(before.getBytes(StandardCharsets.US_ASCII));
        body.write(content);
        body.write(after.getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }

    private static final class Collected implements MultipartScanner.Part {
        private final Map<String, String> headers = new TreeMap<>();
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        @Override
        public void head(Map<String, String> fields) {
            headers.putAll(fields);
        }

        @Override
        public void content(byte[] bytes, int offset, int length) {
            content.write(bytes, offset, length);
        }
    }
}
