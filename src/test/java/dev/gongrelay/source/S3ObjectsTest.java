package dev.gongrelay.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.RelayException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/** S3's answers to lookups and requests for sidecars. {@link RefusalTest} has the meaning of each code. */
class S3ObjectsTest {
    private static final RecordingReference REFERENCE = new RecordingReference("recordings", "calls/a.wav", "v 1");
    private static final SourceObject OBJECT =
            new SourceObject(REFERENCE, 25, "\"tag\"", "audio/wav", Instant.EPOCH, Map.of());

    private ScriptedS3 s3;
    private S3Client client;
    private S3Objects objects;
    private volatile Function<String, byte[]> answers = request -> new byte[0];

    @BeforeEach
    void open() {
        s3 = new ScriptedS3(request -> answers.apply(request));
        client = s3.client();
        objects = TestSource.objects(client);
    }

    @AfterEach
    void close() {
        client.close();
        s3.close();
    }

    @Test
    void asks_for_one_byte_of_the_same_version_to_learn_why_a_lookup_is_refused() {
        answers = request -> ScriptedS3.answer(
                request,
                "400 Bad Request",
                ScriptedS3.error("KMS.DisabledException", "arn:aws:kms:us-east-1:123456789012:key/1 is disabled."));

        RelayException failure = failure(() -> objects.find(REFERENCE));

        assertThat(failure.code()).isEqualTo(FailureCode.SOURCE_DENIED);
        assertThat(failure)
                .hasMessageStartingWith("Looking up s3://recordings/calls/a.wav: S3 answered 400"
                        + " KMS.DisabledException (arn:aws:kms:us-east-1:123456789012:key/1 is disabled.), requestId"
                        + " 4442587FB7D0A2F9. ");
        assertThat(s3.requests()).hasSize(2);
        assertThat(s3.requests().get(0)).startsWith("HEAD /recordings/calls/a.wav?versionId=v%201 ");
        assertThat(s3.requests().get(1))
                .startsWith("GET /recordings/calls/a.wav?versionId=v%201 ")
                .contains("\r\nRange: bytes=0-0\r\n");
    }

    @ParameterizedTest
    @CsvSource({"400, 206 Partial Content", "403, 200 OK", "404, 416 Requested Range Not Satisfiable"})
    void believes_no_refusal_of_a_lookup_that_a_get_contradicts(int head, String get) {
        answers = request -> ScriptedS3.answer(request, request.startsWith("HEAD ") ? head + " Refused" : get, "x");

        RelayException failure = failure(() -> objects.find(REFERENCE));

        assertThat(failure.code()).isEqualTo(FailureCode.SOURCE_UNAVAILABLE);
        assertThat(failure)
                .hasMessageContaining("S3 answered " + head)
                .hasMessageContaining("returned the object to GET");
    }

    @Test
    void reports_the_failure_of_the_second_request() {
        answers = request -> request.startsWith("HEAD ")
                ? ScriptedS3.answer(request, "400 Bad Request", "")
                : "HTTP/1.1".getBytes(StandardCharsets.UTF_8);

        RelayException failure = failure(() -> objects.find(REFERENCE));

        assertThat(failure.code()).isEqualTo(FailureCode.SOURCE_UNAVAILABLE);
        assertThat(failure).hasMessageContaining("the request to S3 failed: ");
    }

    static Stream<String> regions() {
        return Stream.of(
                "x-amz-bucket-region: eu-central-1 | ",
                "x-other: y | <Region>eu-central-1</Region>",
                "x-other: y | <Message>The region 'us-east-1' is wrong; expecting 'eu-central-1'</Message>",
                "x-other: y | <Message>The region &apos;us-east-1&apos; is wrong; expecting &apos;eu-central-1&apos;</Message>");
    }

    @ParameterizedTest
    @MethodSource("regions")
    void names_the_region_that_the_bucket_is_in(String headerAndElement) {
        String[] parts = headerAndElement.split(" \\| ", 2);
        answers = request -> ScriptedS3.answer(
                request,
                "400 Bad Request\r\n" + parts[0],
                "<Error><Code>AuthorizationHeaderMalformed</Code>" + parts[1] + "</Error>");

        RelayException failure = failure(() -> objects.find(REFERENCE));

        assertThat(failure.code()).isEqualTo(FailureCode.SOURCE_WRONG_REGION);
        assertThat(failure).hasMessageEndingWith(". The bucket is in eu-central-1: the relay must run there.");
    }

    @Test
    void says_so_when_s3_does_not_name_the_region() {
        answers = request -> ScriptedS3.answer(request, "301 Moved Permanently", "");

        assertThat(failure(() -> objects.find(REFERENCE)))
                .hasMessageEndingWith("S3 answered 301. The bucket is in another region, which S3 does not name.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Request has expired", "Request is not valid yet"})
    void treats_a_signature_that_is_too_old_or_too_new_as_a_wrong_clock(String message) {
        answers = request -> ScriptedS3.answer(request, "403 Forbidden", ScriptedS3.error("AccessDenied", message));

        assertThat(failure(() -> objects.find(REFERENCE)).code()).isEqualTo(FailureCode.SOURCE_UNAVAILABLE);
    }

    @Test
    void finds_no_sidecar_where_there_is_none() {
        answers = request -> ScriptedS3.answer(request, "404 Not Found", ScriptedS3.error("NoSuchKey", "None."));

        assertThat(objects.sidecar(OBJECT, ".json")).isEmpty();
    }

    @Test
    void finds_no_sidecar_where_its_key_would_be_too_long() {
        answers =
                request -> ScriptedS3.answer(request, "400 Bad Request", ScriptedS3.error("KeyTooLongError", "Long."));

        assertThat(objects.sidecar(OBJECT, ".json")).isEmpty();
    }

    @Test
    void says_that_a_denied_sidecar_may_be_missing() {
        answers = request -> ScriptedS3.answer(request, "403 Forbidden", ScriptedS3.error("AccessDenied", "Denied."));

        RelayException failure = failure(() -> objects.sidecar(OBJECT, ".json"));

        assertThat(failure.code()).isEqualTo(FailureCode.SOURCE_DENIED);
        assertThat(failure)
                .hasMessageStartingWith("Reading the sidecar s3://recordings/calls/a.wav")
                .hasMessageEndingWith("Without s3:ListBucket, S3 also denies access to what does not exist.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"garbage\r\n\r\n", "HTTP/1.1 2x6 Partial Content\r\n\r\n", "", "HTTP/1.1 999999999999 No\r\n\r\n"
            })
    void treats_what_is_not_an_answer_as_a_broken_connection(String answer) {
        answers = request -> answer.getBytes(StandardCharsets.UTF_8);

        Stream.<ThrowingCallable>of(
                        () -> objects.find(REFERENCE),
                        () -> objects.range(OBJECT, 0, 16),
                        () -> objects.sidecar(OBJECT, ".json"))
                .map(S3ObjectsTest::failure)
                .forEach(failure -> {
                    assertThat(failure.code()).isEqualTo(FailureCode.SOURCE_UNAVAILABLE);
                    assertThat(failure.getMessage())
                            .contains("s3://recordings/calls/a.wav", ": the request to S3 failed: ")
                            .doesNotContain("null", "unknown");
                });
    }

    @Test
    void treats_a_truncated_body_as_a_broken_connection() {
        answers = request -> "HTTP/1.1 206 OK\r\nContent-Length: 100\r\n\r\n{\"a".getBytes(StandardCharsets.UTF_8);

        Stream.<ThrowingCallable>of(() -> objects.range(OBJECT, 0, 100), () -> objects.sidecar(OBJECT, ".json"))
                .map(S3ObjectsTest::failure)
                .forEach(failure -> {
                    assertThat(failure.code()).isEqualTo(FailureCode.SOURCE_UNAVAILABLE);
                    assertThat(failure)
                            .hasMessageEndingWith(
                                    ": the request to S3 failed: the connection broke after 3 of 100 bytes");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nLast-Modified: Wed, 28 Oct 2026 07:28:00 GMT",
                "ETag: \"t\"\r\nLast-Modified: Wed, 28 Oct 2026 07:28:00 GMT",
                "Content-Length: 5\r\nETag: \"t\""
            })
    void does_not_do_with_half_a_description(String headers) {
        answers = request -> ("HTTP/1.1 200 OK\r\n" + headers + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);

        RelayException failure = failure(() -> objects.find(REFERENCE));

        assertThat(failure.code()).isEqualTo(FailureCode.SOURCE_INCONSISTENT);
        assertThat(failure).hasMessageContaining("has no Content-Length, ETag or Last-Modified");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nETag: \"t\"\r\nLast-Modified: yesterday",
                "Content-Length: five\r\nETag: \"t\"\r\nLast-Modified: Wed, 28 Oct 2026 07:28:00 GMT",
                "Content-Length: 99999999999999999999\r\nETag: \"t\"\r\nLast-Modified: Wed, 28 Oct 2026 07:28:00 GMT"
            })
    void treats_an_unreadable_description_as_no_answer(String headers) {
        answers = request -> ("HTTP/1.1 200 OK\r\n" + headers + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);

        RelayException failure = failure(() -> objects.find(REFERENCE));

        assertThat(failure.code()).isEqualTo(FailureCode.SOURCE_UNAVAILABLE);
        assertThat(failure.getMessage())
                .startsWith("Looking up s3://recordings/calls/a.wav: ")
                .doesNotContain("null");
    }

    private static RelayException failure(ThrowingCallable call) {
        return Optional.ofNullable(catchThrowableOfType(RelayException.class, call))
                .orElseThrow(() -> new AssertionError("nothing failed"));
    }
}
