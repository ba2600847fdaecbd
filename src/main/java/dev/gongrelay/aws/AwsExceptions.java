package dev.gongrelay.aws;

import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Tells which failures of AWS services pass on their own. S3 has more to tell apart, in a table of its own. */
public final class AwsExceptions {
    /** Most have status 400 or 403, but Lambda renews the role's credentials, and clocks are corrected. */
    private static final Set<String> PASSING = Set.of(
            "ExpiredToken",
            "ExpiredTokenException",
            "InternalServiceError",
            "InvalidToken",
            "RequestExpired",
            "RequestTimeout",
            "TokenRefreshRequired");

    private AwsExceptions() {}

    /** Whether the same request may succeed later, without anybody fixing anything. */
    public static boolean mayPass(SdkException failure) {
        return !(failure instanceof AwsServiceException answer)
                || answer.isThrottlingException()
                || answer.isClockSkewException()
                || mayPass(answer.statusCode(), code(answer));
    }

    /** The same by an answer's status, and its error code, which may be empty. */
    public static boolean mayPass(int status, String code) {
        return PASSING.contains(code) || status == 408 || status == 429 || status >= 500;
    }

    /** The error code; empty if there is none. */
    public static String code(SdkException failure) {
        return failure instanceof AwsServiceException answer && answer.awsErrorDetails() != null
                ? String.valueOf(answer.awsErrorDetails().errorCode())
                : "";
    }
}
