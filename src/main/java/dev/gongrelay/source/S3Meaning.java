package dev.gongrelay.source;

import dev.gongrelay.failure.FailureCode;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * What a refusal by S3 means: one table for every call, read by error code first and by status second (Amazon S3 API
 * Reference, "Error responses"; AWS KMS API Reference, "Common errors", for what S3 passes on as {@code KMS.…}).
 */
public enum S3Meaning {
    /** It passes on its own: overload, a fault, or credentials, a clock or a name that are about to be right again. */
    PASSING(
            FailureCode.SOURCE_UNAVAILABLE,
            Set.of(302, 307, 408, 421, 425, 429),
            "ExpiredToken",
            "ExpiredTokenException",
            "InvalidToken",
            "TokenRefreshRequired",
            "RequestTimeout",
            "RequestTimeoutException",
            "IncompleteBody",
            "BadDigest",
            "OperationAborted",
            "ConditionalRequestConflict",
            "PriorRequestNotComplete",
            "Redirect",
            "TemporaryRedirect",
            "SlowDownRead",
            "SlowDownWrite",
            "TooManyRequests",
            "ServiceUnavailable",
            "InternalError",
            "InternalFailure",
            "KMS.DependencyTimeoutException",
            "KMS.InternalException",
            "KMS.KMSInternalException"),

    /** The role, a policy or a key denies it: somebody has to fix that. Every other {@code KMS.…} belongs here, too. */
    DENIED(
            FailureCode.SOURCE_DENIED,
            Set.of(401, 403, 407),
            "AccessDenied",
            "AccessDeniedException",
            "AccountProblem",
            "AllAccessDisabled",
            "AuthFailure",
            "IncompleteSignature",
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "InvalidPayer",
            "InvalidSecurity",
            "InvalidSignature",
            "InvalidSignatureException",
            "MissingAuthenticationToken",
            "NotSignedUp",
            "OptInRequired",
            "SignatureDoesNotMatch",
            "UnauthorizedAccess",
            "UnrecognizedClientException"),

    /** The bucket is in another region. The second and third code are for a signature in a header and in a query. */
    WRONG_REGION(
            FailureCode.SOURCE_WRONG_REGION,
            Set.of(301, 308),
            "PermanentRedirect",
            "AuthorizationHeaderMalformed",
            "AuthorizationQueryParametersError",
            "IllegalLocationConstraintException",
            "IncorrectEndpoint"),

    /** The bucket does not exist. */
    BUCKET_MISSING(FailureCode.SOURCE_BUCKET_MISSING, Set.of(), "NoSuchBucket", "NoSuchAccessPoint"),

    /** The object has to be restored from an archive first; S3 says so with a 403. */
    ARCHIVED(FailureCode.SOURCE_ARCHIVED, Set.of(), "InvalidObjectState"),

    /** The object does not exist; 405 is for a version that is a delete marker. */
    MISSING(FailureCode.SOURCE_MISSING, Set.of(404, 405, 410), "NoSuchKey", "NoSuchVersion", "MethodNotAllowed"),

    /** The object is not the one that was found. */
    CHANGED(FailureCode.SOURCE_CHANGED, Set.of(412, 416), "PreconditionFailed", "InvalidRange"),

    /** Everything else: the same request would be refused again. */
    REFUSED(FailureCode.SOURCE_REFUSED, Set.of());

    private static final Map<String, S3Meaning> BY_CODE = by(meaning -> meaning.codes);
    private static final Map<Integer, S3Meaning> BY_STATUS = by(meaning -> meaning.statuses);
    private static final String KMS = "KMS.";

    private final FailureCode failureCode;
    private final Set<Integer> statuses;
    private final Set<String> codes;

    S3Meaning(FailureCode failureCode, Set<Integer> statuses, String... codes) {
        this.failureCode = failureCode;
        this.statuses = statuses;
        this.codes = Set.of(codes);
    }

    /**
     * Reads the table.
     *
     * @param code S3's error code; empty if it gave none
     */
    static S3Meaning of(int status, String code) {
        S3Meaning known = BY_CODE.get(code);
        if (known != null) {
            return known;
        }
        boolean kms = code.startsWith(KMS);
        if (isThrottlingOrClock(kms ? code.substring(KMS.length()) : code)) {
            return PASSING;
        }
        if (kms) {
            return DENIED;
        }
        return BY_STATUS.getOrDefault(status, status >= 500 ? PASSING : REFUSED);
    }

    /** The failure of a recording that cannot be read for this reason. */
    FailureCode failureCode() {
        return failureCode;
    }

    /** Whether it concerns the recording, passes on its own, or has to be fixed in the deployment. */
    public FailureCode.Kind kind() {
        return failureCode.kind();
    }

    /** By the SDK's lists of codes for throttling and for a wrong clock, which grow with the SDK. */
    private static boolean isThrottlingOrClock(String code) {
        AwsServiceException answer = AwsServiceException.builder()
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
        return answer.isThrottlingException() || answer.isClockSkewException();
    }

    private static <K> Map<K, S3Meaning> by(Function<S3Meaning, Set<K>> keys) {
        return Arrays.stream(values())
                .flatMap(meaning -> keys.apply(meaning).stream().map(key -> Map.entry(key, meaning)))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
