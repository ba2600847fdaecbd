package dev.gongrelay.source;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What S3's refusals mean for a recording, decided in this one place. */
final class S3Exceptions {
    private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z0-9.]{1,64})</Code>");
    private static final Pattern REQUEST_ID = Pattern.compile("<RequestId>([^<]{1,128})</RequestId>");

    private S3Exceptions() {}

    /** A call through the SDK failed. */
    static RelayException of(SdkException failure, String tried) {
        if (failure instanceof AwsServiceException refused) {
            String code = refused.awsErrorDetails() == null
                    ? ""
                    : String.valueOf(refused.awsErrorDetails().errorCode());
            String answer =
                    tried + ": S3 answered " + refused.statusCode() + " " + code + ", requestId " + refused.requestId();
            return classed(refused.statusCode(), code, answer, failure);
        }
        return new TransientException(
                FailureCode.SOURCE_UNAVAILABLE, tried + ": S3 can't be reached: " + failure.getMessage(), failure);
    }

    /** An answer of S3 broke off. */
    static RelayException of(IOException failure, String tried) {
        return new TransientException(
                FailureCode.SOURCE_UNAVAILABLE, tried + ": the connection broke: " + failure.getMessage(), failure);
    }

    /**
     * A request for media was refused.
     *
     * @return a {@link RelayException}, or another exception when asking again soon may do
     */
    static Exception ofMedia(int status, String body, SourceObject object) {
        String code = first(CODE, body);
        String answer =
                "Reading " + object + ": S3 answered " + status + " " + code + ", requestId " + first(REQUEST_ID, body);
        RelayException failure = classed(status, code, answer, null);
        return failure.code() == FailureCode.SOURCE_UNAVAILABLE ? new BusyException(answer) : failure;
    }

    private static RelayException classed(int status, String code, String message, @Nullable Throwable cause) {
        if (code.equals("InvalidObjectState")) {
            return new PermanentException(FailureCode.SOURCE_ARCHIVED, message, cause);
        }
        return switch (status) {
            case 403 -> new TransientException(FailureCode.SOURCE_DENIED, message, cause);
            case 404, 405 -> new PermanentException(FailureCode.SOURCE_MISSING, message, cause);
            case 412, 416 ->
                new PermanentException(
                        FailureCode.SOURCE_CHANGED, message + ": the object was overwritten while it was read", cause);
            default ->
                status >= 500 || status == 429 || status == 408
                        ? new TransientException(FailureCode.SOURCE_UNAVAILABLE, message, cause)
                        : new PermanentException(FailureCode.SOURCE_REFUSED, message, cause);
        };
    }

    private static String first(Pattern pattern, String body) {
        Matcher matcher = pattern.matcher(body);
        return matcher.find() ? matcher.group(1) : "unknown";
    }

    /** S3 is overloaded or failing just now. */
    private static final class BusyException extends Exception {
        private static final long serialVersionUID = 1;

        BusyException(String message) {
            super(message);
        }
    }
}
