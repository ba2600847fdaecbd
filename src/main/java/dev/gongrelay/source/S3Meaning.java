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
 * What a refusal by S3 means. One table for every call, which looks at the error code first and the status second (Amazon
 * S3 API Reference, "Error responses"; AWS KMS API Reference, "Common errors", which S3 passes on as {@code KMS.…}).
 */
enum S3Meaning {
    /** It passes on its own: S3 is overloaded or faulty, or credentials, a clock or a name will soon be right again. */
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

    /** The role, a policy or a key denies it, until somebody fixes that. So does every other {@code KMS.…}. */
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

    /** The bucket is in another region. The second and third codes are for signatures in a header and in a query. */
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

    /** The object must first be restored from an archive. S3 answers 403. */
    ARCHIVED(FailureCode.SOURCE_ARCHIVED, Set.of(), "InvalidObjectState"),

    /** The object does not exist, or the version is a delete marker, which gets 405. */
    MISSING(FailureCode.SOURCE_MISSING, Set.of(404, 405, 410), "NoSuchKey", "NoSuchVersion", "MethodNotAllowed"),

    /** The object is no longer the one that was found. */
    CHANGED(FailureCode.SOURCE_CHANGED, Set.of(412, 416), "PreconditionFailed", "InvalidRange"),

    /** Everything else: S3 would refuse the same request again. */
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

    /** @param code S3's error code; empty if there is none */
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

    /** The failure of a recording that can't be read for this reason. */
    FailureCode failureCode() {
        return failureCode;
    }

    /** Asks the SDK, whose lists of codes for throttling and a wrong clock grow with its versions. */
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
