package dev.gongrelay.source;

import dev.gongrelay.failure.Reason;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;

/**
 * Why a request to S3 failed: S3's refusal, or the reason why there was no answer. {@link #toString()} says it, without
 * what S3 left out.
 *
 * @param meaning what follows from it
 * @param status of S3's answer; 0 if there was none
 * @param code S3's error code; empty if it gave none
 * @param words S3's explanation, or the reason why there was no answer; may be empty
 * @param requestId what AWS's support asks for; empty if S3 gave none
 * @param region where S3 says that the bucket is; empty if it does not say
 */
public record S3Failure(S3Meaning meaning, int status, String code, String words, String requestId, String region) {
    private static final int LONGEST_TOKEN = 128;
    private static final String REQUEST_ID = "x-amz-request-id";
    private static final String EXPECTED_REGION = "expecting '";

    /**
     * Of a call through the SDK.
     *
     * @param failure what the call threw: a refusal, a broken connection, or an answer that is not HTTP
     */
    public static S3Failure of(Exception failure) {
        if (!(failure instanceof AwsServiceException refusal)) {
            return new S3Failure(S3Meaning.PASSING, 0, "", Reason.of(failure), "", "");
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
        // Without a code the SDK's message is the status line's, and the SDK may have given up on a body too early.
        return code.isEmpty()
                ? of(refusal.statusCode(), body, headers)
                : of(refusal.statusCode(), code, words, body, headers);
    }

    /** Of a request of our own, by the answer's status, the beginning of its body, and its headers. */
    static S3Failure of(int status, ErrorDocument body, Function<String, @Nullable String> headers) {
        return of(status, body.first("Code"), body.first("Message"), body, headers);
    }

    private static S3Failure of(
            int status,
            String givenCode,
            String givenWords,
            ErrorDocument body,
            Function<String, @Nullable String> headers) {
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
                        firstOf(token(body.first("Region")), expectedRegion(words))));
    }

    /** Requests signed in the query meet AccessDenied, not RequestTimeTooSkewed, when a clock is wrong. */
    private static boolean isOfClock(String words) {
        return words.startsWith("Request has expired") || words.startsWith("Request is not valid yet");
    }

    /** As in "the region 'us-east-1' is wrong; expecting 'eu-central-1'". */
    private static String expectedRegion(String words) {
        int before = words.indexOf(EXPECTED_REGION);
        int start = before + EXPECTED_REGION.length();
        int end = before < 0 ? -1 : words.indexOf('\'', start);
        return end < 0 ? "" : token(words.substring(start, end));
    }

    private static String firstOf(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }

    /** A text if it looks like a code, an id or a region; else empty. */
    private static String token(@Nullable String text) {
        String stripped = text == null ? "" : text.strip();
        boolean looksRight = stripped.length() <= LONGEST_TOKEN
                && stripped.chars()
                        .allMatch(c -> (c < 128 && Character.isLetterOrDigit(c)) || "._-+/=".indexOf(c) >= 0);
        return looksRight ? stripped : "";
    }

    /** The same refusal, which S3 then contradicted. */
    S3Failure contradicted() {
        return new S3Failure(S3Meaning.PASSING, status, code, "to HEAD, but gave the object to GET", requestId, region);
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
