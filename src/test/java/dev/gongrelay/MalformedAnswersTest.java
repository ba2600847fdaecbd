package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.simulator.Fault;
import dev.gongrelay.simulator.GongUpload;
import dev.gongrelay.simulator.SampleMedia;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Answers of Gong, or of what stands before it, that are not as they should be: as bytes on the wire. {@code ¶} stands
 * for the end of a line, {@code *} for the length of what follows the head.
 */
@QuarkusTest
class MalformedAnswersTest extends SurroundedTest {
    /** More than fits into the buffers of sockets. */
    private static final byte[] LARGE = SampleMedia.wav(12_000_000, 1, 1);

    private static final String URL = "https://app.gong.io/call?id=1";

    /** The status says that Gong has the recording, whatever the rest of the answer is: it is sent once. */
    @ParameterizedTest(name = "{index}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            nullValues = "-",
            value = {
                "open | -  | HTTP/1.1 201 Created¶Content-Length: *¶¶",
                "open | -  | HTTP/1.1 204 No Content¶¶",
                "close | - | HTTP/1.1 200 OK¶¶",
                "close | - | HTTP/1.0 200 OK¶¶{}",
                "open | -  | HTTP/1.1 201 Created¶Content-Type: application/json¶Content-Length: *¶¶{\"requestId\":",
                "open | -  | HTTP/1.1 201 Created¶Content-Type: application/json¶Content-Length: *¶¶null",
                "open | -  | HTTP/1.1 201 Created¶Content-Type: application/json¶Content-Length: *¶¶[1,2]",
                "open | -  | HTTP/1.1 201 Created¶Content-Type: application/json¶Content-Length: *¶¶\"text\"",
                "open | -  | HTTP/1.1 201 Created¶Content-Type: application/json¶Content-Length: *¶¶\u00FF\u00FE{}",
                "open | -  | HTTP/1.1 201 Created¶Content-Type: text/html¶Content-Length: *¶¶<html></html>",
                "open | r  | HTTP/1.1 201 Created¶Content-Type: text/plain¶Content-Length: *¶¶{\"requestId\":\"r\"}",
                "open | r  | HTTP/1.1 201 Created¶Content-Length: *¶¶{\"requestId\":\"r\"}",
                "open | r  | HTTP/1.1 201 Created¶Content-Type: ;;;¶Content-Length: *¶¶{\"requestId\":\"r\"}",
                "open | r  | HTTP/1.1 201 Created¶Content-Type: application/json;charset=nonsense¶Content-Length: *¶¶{\"requestId\":\"r\"}",
                "open | r  | HTTP/1.1 201 Created¶Content-Type: multipart/form-data¶Content-Length: *¶¶{\"requestId\":\"r\"}",
                "open | -  | HTTP/1.1 201 Created¶Content-Encoding: gzip¶Content-Type: application/json¶Content-Length: *¶¶\u001F\u008B\u0008",
                "open | r  | HTTP/1.1 201 Created¶Content-Type: application/json¶Content-Length: 1000000¶¶{\"requestId\":\"r\"}",
                "close | r | HTTP/1.1 201 Created¶Content-Type: application/json¶Content-Length: 1000000¶¶{\"requestId\":\"r\"}",
                "open | -  | HTTP/1.1 201 Created¶Content-Type: application/json¶Content-Length: 2¶¶{\"requestId\":\"r\"}",
                "open | -  | HTTP/1.1 201 Created¶Transfer-Encoding: chunked¶¶5¶{\"req",
                "close | - | HTTP/1.1 201 Created¶Transfer-Encoding: chunked¶¶5¶{\"req",
                "open | -  | HTTP/1.1 201 Created¶Transfer-Encoding: chunked¶¶no number¶{\"req",
                "open | r  | HTTP/1.1 102 Processing¶¶HTTP/1.1 201 Created¶Content-Length: *¶¶{\"requestId\":\"r\"}",
                "open | r  | HTTP/1.1 103 Early Hints¶Link: x¶¶HTTP/1.1 201 Created¶Content-Length: *¶¶{\"requestId\":\"r\"}",
                "open | r  | HTTP/1.1 226 IM Used¶Content-Length: *¶¶{\"requestId\":\"r\"}",
                "open | r  | HTTP/1.1 201 Created¶Content-Length: *¶¶{\"requestId\":\"r\",\"callId\":\"ab\"}",
                "open | r  | HTTP/1.1 201 Created¶Content-Length: *¶¶{\"requestId\":\"r\",\"callId\":\"123\"}",
                "open | r  | HTTP/1.1 201 Created¶Content-Length: *¶¶{\"requestId\":\"r\",\"callId\":123}",
                "open | r  | HTTP/1.1 201 Created¶Content-Length: *¶¶{\"requestId\":\"r\",\"callId\":null}",
                "open | r  | HTTP/1.1 201 Created¶Content-Length: *¶¶{\"requestId\":\"r\",\"url\":\"no\"}",
                "open | -  | HTTP/1.1 201 Created¶Content-Length: *¶¶{\"requestId\":\"two words\"}",
                "open | -  | HTTP/1.1 201 Created¶Content-Length: *¶¶{\"requestId\":null}"
            })
    void counts_a_success_that_can_not_be_read_as_one(String then, String requestId, String answer) {
        putRecording(key, SampleMedia.wav(200_000, 1, 1));
        gong.failUploads(1, raw(then, answer).accepting());

        assertThat(deliver(notification(key))).isNull();

        assertUploadedOnce();
        assertThat(receipt(key).path("gongRequestId").textValue()).isEqualTo(requestId);
        assertThat(receipt(key).has("url")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 201 Created¶Content-Type: application/json¶Content-Length: 99999999999¶¶{\"a\":\" | x",
                "HTTP/1.1 201 Created¶Content-Type: application/json¶Transfer-Encoding: chunked¶¶ | 4¶xxxx¶",
                "HTTP/1.1 201 Created¶¶ | x"
            })
    void reads_no_success_that_never_ends(String head, String unit) {
        putRecording(key, SampleMedia.wav(200_000, 1, 1));
        gong.failUploads(1, Fault.raw(wire(head)).withoutEnd(wire(unit)).accepting());

        assertThat(deliver(notification(key))).isNull();

        assertUploadedOnce();
    }

    @Test
    void takes_url_and_requestId_of_a_good_answer_that_is_followed_by_garbage() {
        String body = "{\"requestId\":\"r\",\"callId\":\"1\",\"url\":\"" + URL + "\",\"more\":{}}";
        putRecording(key, SampleMedia.wav(200_000, 1, 1));
        gong.failUploads(
                1,
                raw("open", "HTTP/1.1 201 Created¶Content-Length: " + body.length() + "¶¶" + body + "HTTP/9 garbage¶")
                        .accepting());

        assertThat(deliver(notification(key))).isNull();

        assertUploadedOnce();
        assertThat(receipt(key).path("gongRequestId").textValue()).isEqualTo("r");
        assertThat(receipt(key).path("url").textValue()).isEqualTo(URL);
    }

    @Test
    void takes_an_answer_with_a_large_head() {
        putRecording(key, SampleMedia.wav(200_000, 1, 1));
        String head = "HTTP/1.1 201 Created¶Set-Cookie: " + "c".repeat(30_000) + "¶Content-Length: *¶¶";
        gong.failUploads(1, raw("open", head).accepting());

        assertThat(deliver(notification(key))).isNull();

        assertUploadedOnce();
    }

    @ParameterizedTest(name = "{index}: {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "open  | gong-refused          | 1 | HTTP/1.1 400 Bad Request¶Content-Length: *¶¶",
                "open  | gong-refused          | 1 | HTTP/1.1 400 Bad Request¶Content-Type: ;;;¶Content-Length: *¶¶{}",
                "open  | gong-refused          | 1 | HTTP/1.1 400 Bad Request¶Content-Type: multipart/form-data¶Content-Length: *¶¶{}",
                "open  | gong-refused          | 1 | HTTP/1.1 400 Bad Request¶Content-Length: 1000¶¶{\"errors\":[\"no",
                "close | gong-refused          | 1 | HTTP/1.1 400 Bad Request¶Content-Length: 1000¶¶{\"errors\":[\"no",
                "open  | gong-refused          | 1 | HTTP/1.1 400 Bad Request¶Transfer-Encoding: chunked¶¶zz¶",
                "open  | gong-unavailable      | 5 | HTTP/1.1 304 Not Modified¶¶",
                "open  | gong-user-not-enabled | 1 | HTTP/1.1 409 Conflict¶Content-Length: *¶¶null",
                "open  | gong-unauthorized     | 1 | HTTP/1.1 401 Unauthorized¶Content-Length: *¶¶",
                "close | gong-forbidden        | 1 | HTTP/1.1 403 Forbidden¶Content-Type: text/html¶¶<html>",
                "close | gong-unavailable      | 5 | HTTP/1.0 408 Request Time-out¶Connection: close¶¶<html>408</html>",
                "open  | gong-unavailable      | 5 | HTTP/1.1 503 Service Unavailable¶Content-Length: *¶¶{",
                "open  | gong-unavailable      | 5 | HTTP/1.1 999 What¶Content-Length: *¶¶",
                "open  | gong-throttled        | 1 | HTTP/1.1 429 Too Many Requests¶Retry-After: 3600¶Content-Length: *¶¶slow",
                "close | gong-unreachable      | 5 | ¶¶",
                "close | gong-unreachable      | 5 | HTTP/1.1¶¶",
                "close | gong-unreachable      | 5 | SSH-2.0-OpenSSH_9.6¶¶",
                "close | gong-unreachable      | 5 | HTTP/1.1 201"
            })
    void keeps_to_the_status_of_a_failure_that_can_not_be_read(String then, String code, int attempts, String answer) {
        putRecording(key, SampleMedia.wav(200_000, 1, 1));
        gong.failUploads(100, raw(then, answer));

        assertFails(key, code);

        assertThat(gong.uploads()).hasSize(attempts).noneMatch(GongUpload::accepted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "gong-refused     | 1 | HTTP/1.1 400 Bad Request¶¶",
                "gong-refused     | 1 | HTTP/1.1 400 Bad Request¶Content-Length: 1073741824¶¶{\"errors\":[\"",
                "gong-forbidden   | 1 | HTTP/1.1 403 Forbidden¶Content-Length: 1073741824¶¶",
                "gong-unavailable | 5 | HTTP/1.1 502 Bad Gateway¶Content-Length: 1073741824¶¶"
            })
    void reads_no_failure_that_never_ends(String code, int attempts, String head) {
        for (Fault fault : List.of(Fault.raw(wire(head)), Fault.rawBeforeBody(wire(head)))) {
            gong.reset();
            circuitBreakers.resetAll();
            String large = fault.hashCode() + key;
            putRecording(large, LARGE);
            gong.failUploads(100, fault.withoutEnd("x"));

            assertFails(large, code);

            assertThat(gong.uploads()).hasSize(attempts).noneMatch(GongUpload::accepted);
        }
    }

    /** Not tried again at once: the next delivery asks Gong, which then knows the call. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "open  | HTTP/1.1 201 Created¶Content-Length: *¶¶",
                "open  | HTTP/1.1 204 No Content¶¶",
                "open  | HTTP/1.1 201 Created¶Content-Type: text/html¶Content-Length: *¶¶<html></html>",
                "open  | HTTP/1.1 201 Created¶Content-Length: 100¶¶{\"callId\":\"1\"",
                "close | HTTP/1.1 201 Created¶Content-Length: 100¶¶{\"callId\":\"1\"",
                "open  | HTTP/1.1 201 Created¶Content-Length: *¶¶{\"callId\":null}",
                "open  | HTTP/1.1 201 Created¶Content-Length: *¶¶{\"callId\":\"abc\"}",
                "open  | HTTP/1.1 201 Created¶Content-Length: *¶¶{\"callId\":\"\"}",
                "open  | HTTP/1.1 201 Created¶Content-Length: *¶¶{\"callId\":-12}",
                "open  | HTTP/1.1 201 Created¶Content-Length: *¶¶{\"callId\":\"1 \"}",
                "open  | HTTP/1.1 201 Created¶Content-Length: *¶¶{\"callId\":\"123456789012345678901\"}",
                "open  | HTTP/1.1 201 Created¶Content-Length: *¶¶{\"callId\":\"../1\"}  ",
                "open  | HTTP/1.1 201 Created¶Content-Length: *¶¶{\"callId\":\"\u00D9\u00A1\"}"
            })
    void uses_and_notes_no_callId_that_is_none(String then, String answer) {
        putRecording(key, SampleMedia.wav(10_000, 1, 1));
        gong.failCalls(100, raw(then, answer));

        assertFails(key, "gong-unavailable");

        assertThat(gong.requests()).hasSize(1);
        assertThat(receipt(key).has("callId")).isFalse();
        assertThat(state(key)).isEqualTo("claimed");
    }

    @Test
    void reads_no_call_that_never_ends() {
        putRecording(key, SampleMedia.wav(10_000, 1, 1));
        gong.failCalls(
                100,
                Fault.raw(wire("HTTP/1.1 201 Created¶¶{\"callId\":\"1\",\"")).withoutEnd("x"));

        assertFails(key, "gong-unavailable");

        assertThat(gong.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "HTTP/1.1 200 OK¶Content-Type: text/plain¶Content-Length: *¶¶{\"callId\":\"CALL\"}      ",
                "HTTP/1.1 201 Created¶Content-Length: *¶¶{\"callId\":CALL}        ",
                "HTTP/1.1 100 Continue¶¶HTTP/1.1 202 Accepted¶Content-Length: *¶¶{\"callId\":\"CALL\"}      "
            })
    void takes_a_callId_however_it_comes(String answer) {
        putRecording(key, SampleMedia.wav(10_000, 1, 1));
        gong.failCalls(1, raw("open", answer.replace("CALL", "123456")));

        assertThatThrownBy(() -> deliver(notification(key))).hasMessageContaining("gong-call-unknown");

        assertThat(gong.uploads())
                .singleElement()
                .satisfies(upload -> assertThat(upload.callId()).isEqualTo("123456"));
    }

    @ParameterizedTest
    @CsvSource({"200", "201"})
    void takes_either_status_that_gong_documents(int status) {
        putRecording(key, SampleMedia.wav(10_000, 1, 1));
        gong.registeredStatus(status);

        assertThat(deliver(notification(key))).isNull();

        assertUploadedOnce();
    }

    private static Fault raw(String then, String answer) {
        return then.equals("close") ? Fault.rawThenClose(wire(answer)) : Fault.raw(wire(answer));
    }

    private static String wire(String text) {
        int length = text.length() - text.lastIndexOf("¶¶") - 2;
        return text.replace("Content-Length: *", "Content-Length: " + length).replace("¶", "\r\n");
    }

    private void assertFails(String name, String code) {
        assertThatThrownBy(() -> deliver(notification(name)))
                .hasMessageContaining(code)
                .hasMessageNotContaining("null")
                .hasMessageNotContaining("unknown");
        assertThat(receipt(name).toString()).doesNotContain("null", "unknown,", "\"unknown\"");
    }

    private void assertUploadedOnce() {
        assertThat(gong.uploads()).singleElement().matches(GongUpload::accepted);
        JsonNode receipt = receipt(key);
        assertThat(receipt.path("state").asText()).isEqualTo("relayed");
        assertThat(receipt.path("callId").asText())
                .isEqualTo(gong.calls().get(0).callId());
        assertThat(receipt.toString()).doesNotContain("null", "unknown");
    }
}
