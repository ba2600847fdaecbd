package dev.gongrelay.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gongrelay.event.Announcement;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.FailureCode.Kind;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.source.BodyShape;
import dev.gongrelay.source.Refusals;
import dev.gongrelay.source.ScriptedS3;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3.S3Client;

/** What S3 refuses to a claim: it passes, or somebody has to fix the receipts bucket; the recording is not to blame. */
class ReceiptRefusalTest {
    private static final RecordingReference RECORDING = new RecordingReference("recordings", "calls/a.wav", null);
    private static final String ADDRESS = "The receipt s3://receipts/receipts/recordings/calls/a.wav.json of"
            + " s3://recordings/calls/a.wav could not be ";

    private final ScriptedS3 s3 = new ScriptedS3(request -> this.answers.apply(request));
    private final S3Client client = s3.client();
    private final Receipts receipts = Settings.in("receipts").receipts(client, Clock.systemUTC(), () -> "somebody");
    private volatile Function<String, byte[]> answers = request -> new byte[0];

    @AfterEach
    void close() {
        client.close();
        s3.close();
    }

    @ParameterizedTest
    @EnumSource
    void is_unavailable_or_denied_when_it_can_not_be_written(BodyShape shape) {
        Refusals.ENTRIES.stream()
                .filter(entry -> !(isLostWrite(entry.status()) || (shape.tellsWrites() && isMissing(entry))))
                .forEach(entry -> assertFailure(
                        entry,
                        shape.tellsWrites(),
                        request -> shape.answer(request, entry.status(), entry.code()),
                        "written"));
    }

    @ParameterizedTest
    @EnumSource
    void is_unavailable_or_denied_when_it_can_not_be_read(BodyShape shape) {
        Refusals.ENTRIES.stream()
                .filter(entry -> !(shape.tellsReads() && isMissing(entry)))
                .forEach(entry -> assertFailure(
                        entry,
                        shape.tellsReads(),
                        request -> request.startsWith("PUT ")
                                ? BodyShape.PLAIN.answer(request, 412, "PreconditionFailed")
                                : shape.answer(request, entry.status(), entry.code()),
                        "read"));
    }

    private static boolean isLostWrite(int status) {
        return status == 412 || status == 409;
    }

    private static boolean isMissing(Refusals.Entry entry) {
        return entry.code().equals("NoSuchKey");
    }

    @Test
    void is_unavailable_when_it_has_no_etag() {
        byte[] written = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        byte[] read = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes(StandardCharsets.UTF_8);

        TransientException unwritten = failure(request -> written);
        TransientException unread = failure(request ->
                request.startsWith("PUT ") ? BodyShape.PLAIN.answer(request, 412, "PreconditionFailed") : read);

        assertThat(List.of(unwritten.code(), unread.code())).containsOnly(FailureCode.RECEIPT_UNAVAILABLE);
        assertThat(unwritten).hasMessageContaining("could not be written").hasMessageContaining("answer has no ETag");
        assertThat(unread).hasMessageContaining("could not be read").hasMessageContaining("answer has no ETag");
    }

    @Test
    void is_unavailable_when_it_breaks_off() {
        TransientException failure = failure(request -> request.startsWith("PUT ")
                ? BodyShape.PLAIN.answer(request, 412, "PreconditionFailed")
                : "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"version\"".getBytes(StandardCharsets.UTF_8));

        assertThat(failure.code()).isEqualTo(FailureCode.RECEIPT_UNAVAILABLE);
        assertThat(failure)
                .hasMessage(ADDRESS + "read: the request to S3 failed: the connection broke after 10 of 100 bytes");
    }

    @Test
    void names_the_region_that_the_bucket_is_in() {
        TransientException failure = failure(request -> ScriptedS3.answer(
                request,
                "301 Moved\r\nx-amz-bucket-region: eu-central-1",
                ScriptedS3.error("PermanentRedirect", "Go.")));

        assertThat(failure)
                .hasMessage(ADDRESS + "written: S3 answered 301 PermanentRedirect (Go.), requestId 4442587FB7D0A2F9."
                        + " The receipts bucket is in eu-central-1, not in the function's region.");
    }

    @Test
    void says_what_is_needed_when_access_is_denied() {
        TransientException failure = failure(request -> BodyShape.PLAIN.answer(request, 403, "AccessDenied"));

        assertThat(failure.code()).isEqualTo(FailureCode.RECEIPT_DENIED);
        assertThat(failure).hasMessageContaining("403 AccessDenied").hasMessageContaining("s3:PutObject");
    }

    @Test
    void is_unavailable_when_the_answer_is_not_http() {
        TransientException failure = failure(request -> "garbage\r\n\r\n".getBytes(StandardCharsets.UTF_8));

        assertThat(failure.code()).isEqualTo(FailureCode.RECEIPT_UNAVAILABLE);
        assertThat(failure).hasMessageStartingWith(ADDRESS + "written: the request to S3 failed: ");
    }

    private void assertFailure(Refusals.Entry entry, boolean told, Function<String, byte[]> answers, String tried) {
        Kind kind = (told ? entry.meaning() : Refusals.byStatus(entry.status())).kind();
        String run = entry.toString();

        TransientException failure = failure(answers);

        assertThat(failure.code())
                .as(run)
                .isEqualTo(kind == Kind.TRANSIENT ? FailureCode.RECEIPT_UNAVAILABLE : FailureCode.RECEIPT_DENIED);
        assertThat(failure)
                .as(run)
                .hasMessageStartingWith(ADDRESS + tried + ": S3 answered " + entry.status())
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("null", "unknown"));
    }

    private TransientException failure(Function<String, byte[]> given) {
        answers = given;
        return Optional.ofNullable(catchThrowableOfType(
                        TransientException.class,
                        () -> receipts.claim(RECORDING, Duration.ofMinutes(1), Announcement.PLAIN)))
                .orElseThrow(() -> new AssertionError("nothing failed"));
    }
}
