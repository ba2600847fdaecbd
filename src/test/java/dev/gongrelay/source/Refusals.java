package dev.gongrelay.source;

import static dev.gongrelay.failure.FailureCode.SOURCE_ARCHIVED;
import static dev.gongrelay.failure.FailureCode.SOURCE_BUCKET_MISSING;
import static dev.gongrelay.failure.FailureCode.SOURCE_CHANGED;
import static dev.gongrelay.failure.FailureCode.SOURCE_DENIED;
import static dev.gongrelay.failure.FailureCode.SOURCE_MISSING;
import static dev.gongrelay.failure.FailureCode.SOURCE_REFUSED;
import static dev.gongrelay.failure.FailureCode.SOURCE_UNAVAILABLE;
import static dev.gongrelay.failure.FailureCode.SOURCE_WRONG_REGION;

import dev.gongrelay.failure.FailureCode;
import java.util.List;
import java.util.Map;

/** What S3's refusals must become, written down a second time by hand. */
public final class Refusals {
    /** An error code, its status, and its meaning. */
    public record Entry(String code, int status, FailureCode meaning) {}

    public static final List<Entry> ENTRIES = List.of(
            new Entry("ExpiredToken", 400, SOURCE_UNAVAILABLE),
            new Entry("InvalidToken", 400, SOURCE_UNAVAILABLE),
            new Entry("TokenRefreshRequired", 400, SOURCE_UNAVAILABLE),
            new Entry("RequestTimeout", 400, SOURCE_UNAVAILABLE),
            new Entry("RequestTimeTooSkewed", 403, SOURCE_UNAVAILABLE),
            new Entry("OperationAborted", 409, SOURCE_UNAVAILABLE),
            new Entry("SlowDown", 503, SOURCE_UNAVAILABLE),
            new Entry("Throttling", 400, SOURCE_UNAVAILABLE),
            new Entry("ThrottlingException", 400, SOURCE_UNAVAILABLE),
            new Entry("RequestLimitExceeded", 400, SOURCE_UNAVAILABLE),
            new Entry("BandwidthLimitExceeded", 409, SOURCE_UNAVAILABLE),
            new Entry("TooManyRequests", 429, SOURCE_UNAVAILABLE),
            new Entry("KMS.ThrottlingException", 400, SOURCE_UNAVAILABLE),
            new Entry("TemporaryRedirect", 307, SOURCE_UNAVAILABLE),
            new Entry("InternalError", 500, SOURCE_UNAVAILABLE),
            new Entry("ServiceUnavailable", 503, SOURCE_UNAVAILABLE),
            new Entry("AccessDenied", 403, SOURCE_DENIED),
            new Entry("AllAccessDisabled", 403, SOURCE_DENIED),
            new Entry("AccountProblem", 403, SOURCE_DENIED),
            new Entry("InvalidAccessKeyId", 403, SOURCE_DENIED),
            new Entry("SignatureDoesNotMatch", 403, SOURCE_DENIED),
            new Entry("KMS.DisabledException", 400, SOURCE_DENIED),
            new Entry("KMS.NotFoundException", 400, SOURCE_DENIED),
            new Entry("KMS.KMSInvalidStateException", 400, SOURCE_DENIED),
            new Entry("PermanentRedirect", 301, SOURCE_WRONG_REGION),
            new Entry("AuthorizationHeaderMalformed", 400, SOURCE_WRONG_REGION),
            new Entry("AuthorizationQueryParametersError", 400, SOURCE_WRONG_REGION),
            new Entry("NoSuchBucket", 404, SOURCE_BUCKET_MISSING),
            new Entry("NoSuchKey", 404, SOURCE_MISSING),
            new Entry("NoSuchVersion", 404, SOURCE_MISSING),
            new Entry("MethodNotAllowed", 405, SOURCE_MISSING),
            new Entry("PreconditionFailed", 412, SOURCE_CHANGED),
            new Entry("InvalidRange", 416, SOURCE_CHANGED),
            new Entry("InvalidObjectState", 403, SOURCE_ARCHIVED));

    /** Statuses that a refusal may have, whatever its code. */
    public static final List<Integer> STATUSES =
            List.of(301, 307, 400, 403, 404, 405, 408, 409, 412, 425, 429, 500, 502, 503, 504);

    private static final Map<Integer, FailureCode> BY_STATUS = Map.of(
            301, SOURCE_WRONG_REGION,
            400, SOURCE_REFUSED,
            403, SOURCE_DENIED,
            404, SOURCE_MISSING,
            405, SOURCE_MISSING,
            409, SOURCE_REFUSED,
            412, SOURCE_CHANGED,
            416, SOURCE_CHANGED);

    private Refusals() {}

    /** The meaning of a code in the list. */
    public static FailureCode byCode(String code) {
        return ENTRIES.stream()
                .filter(entry -> entry.code().equals(code))
                .findFirst()
                .orElseThrow()
                .meaning();
    }

    /** The meaning of a status in the list, or of one that belongs to a code in it. */
    public static FailureCode byStatus(int status) {
        return BY_STATUS.getOrDefault(status, SOURCE_UNAVAILABLE);
    }
}
