package dev.gongrelay.source;

import dev.gongrelay.failure.Reason;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;

/**
 * Why a request to S3 failed: S3 refused it, or there was no answer. {@link #toString()} is for messages.
 *
 * @param status the status of S3's answer; 0 if there was none
 * @param code S3's error code; empty if there is none
 * @param words S3's explanation, or the reason why there was no answer; may be empty
 * @param requestId the ID that AWS Support asks for; empty if there is none
 * @param region the bucket's region, if S3 names it; otherwise empty
 * @param cause what the SDK threw; null if the request was not the SDK's
 */
record S3Failure(
        S3Meaning meaning,
        int status,
        String code,
        String words,
        String requestId,
        String region,
        @Nullable Exception cause) {
    private static final int LONGEST_TOKEN = 128;
    private static final String REQUEST_ID = "x-amz-request-id";
    private static final String EXPECTED_REGION = "expecting '";

    /** The failure of a call through the SDK, which threw this. */
    static S3Failure of(Exception thrown) {
        if (!(thrown instanceof AwsServiceException refusal)) {
            return new S3Failure(S3Meaning.PASSING, 0, "", Reason.of(thrown), "", "", thrown);
        }
        Optional<AwsErrorDetails> details = Optional.ofNullable(refusal.awsErrorDetails());
        ErrorDocument body = details.map(AwsErrorDetails::rawResponse)
                .map(SdkBytes::asByteArrayUnsafe)
                .map(ErrorDocument::of)
                .orElse(new ErrorDocument(""));
        Function<String, @Nullable String> headers = name -> details.map(AwsErrorDetails::sdkHttpResponse)
                .flatMap(answer -> answer.firstMatchingHeader(name))
                .orElse(name.equals(REQUEST_ID) ? refusal.requestId() : null);
        String code = details.map(AwsErrorDetails::errorCode).orElse("");
        String words = details.map(AwsErrorDetails::errorMessage).orElse("");
        // Without a code, the SDK's message is only the status line's, but the body may still say more.
        return code.isEmpty()
                ? of(refusal.statusCode(), body.first("Code"), body.first("Message"), body, headers, refusal)
                : of(refusal.statusCode(), code, words, body, headers, refusal);
    }

    /** The failure of a request of our own, by the answer's status, the beginning of its body, and its headers. */
    static S3Failure of(int status, ErrorDocument body, Function<String, @Nullable String> headers) {
        return of(status, body.first("Code"), body.first("Message"), body, headers, null);
    }

    private static S3Failure of(
            int status,
            String givenCode,
            String givenWords,
            ErrorDocument body,
            Function<String, @Nullable String> headers,
            @Nullable Exception cause) {
        String code = token(givenCode);
        String words = Reason.line(givenWords);
        return new S3Failure(
                isOfClock(words) ? S3Meaning.PASSING : S3Meaning.of(status, code),
                status,
                code,
                words,
                firstOf(token(headers.apply(REQUEST_ID)), token(body.first("RequestId"))),
                firstOf(
                        token(headers.apply("x-amz-bucket-region")),
                        firstOf(token(body.first("Region")), expectedRegion(words))),
                cause);
    }

    /** If a clock is wrong, requests signed in the query get AccessDenied, not RequestTimeTooSkewed. */
    private static boolean isOfClock(String words) {
        return words.startsWith("Request has expired") || words.startsWith("Request is not valid yet");
    }

    /** The last region in "the region 'us-east-1' is wrong; expecting 'eu-central-1'". */
    private static String expectedRegion(String words) {
        int before = words.indexOf(EXPECTED_REGION);
        int start = before + EXPECTED_REGION.length();
        int end = before < 0 ? -1 : words.indexOf('\'', start);
        return end < 0 ? "" : token(words.substring(start, end));
    }

    private static String firstOf(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }

    /** A text if it looks like a code, an ID or a region; otherwise empty. */
    private static String token(@Nullable String text) {
        String stripped = text == null ? "" : text.strip();
        boolean looksRight = stripped.length() <= LONGEST_TOKEN
                && stripped.chars()
                        .allMatch(c -> (c < 128 && Character.isLetterOrDigit(c)) || "._-+/=".indexOf(c) >= 0);
        return looksRight ? stripped : "";
    }

    /** The same refusal of a HEAD, which S3 contradicted by its answer to a GET. */
    S3Failure contradicted() {
        String contradiction = "to HEAD, but returned the object to GET";
        return new S3Failure(S3Meaning.PASSING, status, code, contradiction, requestId, region, cause);
    }

    @Override
    public String toString() {
        if (status == 0) {
            return "the request to S3 failed: " + words;
        }
        return "S3 answered " + status
                + (code.isEmpty() ? "" : " " + code)
                + (words.isEmpty() ? "" : " (" + words + ")")
                + (requestId.isEmpty() ? "" : ", requestId " + requestId);
    }
}
