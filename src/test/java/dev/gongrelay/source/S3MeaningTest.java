package dev.gongrelay.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3MeaningTest {
    @ParameterizedTest
    @CsvSource({
        "400, ExpiredToken,                      PASSING",
        "403, ExpiredToken,                      PASSING",
        "400, InvalidToken,                      PASSING",
        "400, TokenRefreshRequired,              PASSING",
        "400, RequestTimeout,                    PASSING",
        "403, RequestTimeTooSkewed,              PASSING",
        "403, RequestExpired,                    PASSING",
        "403, RequestInTheFuture,                PASSING",
        "409, OperationAborted,                  PASSING",
        "409, ConditionalRequestConflict,        PASSING",
        "400, InternalError,                     PASSING",
        "400, ServiceUnavailable,                PASSING",
        "307, TemporaryRedirect,                 PASSING",
        "403, AccessDenied,                      DENIED",
        "400, InvalidAccessKeyId,                DENIED",
        "403, SignatureDoesNotMatch,             DENIED",
        "403, AllAccessDisabled,                 DENIED",
        "403, InvalidPayer,                      DENIED",
        "400, KMS.DisabledException,             DENIED",
        "400, KMS.NotFoundException,             DENIED",
        "400, KMS.KMSInvalidStateException,      DENIED",
        "500, KMS.KeyUnavailableException,       DENIED",
        "400, KMS.SomethingNew,                  DENIED",
        "400, KMS.ThrottlingException,           PASSING",
        "500, KMS.KMSInternalException,          PASSING",
        "301, PermanentRedirect,                 WRONG_REGION",
        "400, AuthorizationHeaderMalformed,      WRONG_REGION",
        "400, AuthorizationQueryParametersError, WRONG_REGION",
        "400, IllegalLocationConstraintException,WRONG_REGION",
        "400, IncorrectEndpoint,                 WRONG_REGION",
        "404, NoSuchBucket,                      BUCKET_MISSING",
        "404, NoSuchKey,                         MISSING",
        "404, NoSuchVersion,                     MISSING",
        "405, MethodNotAllowed,                  MISSING",
        "412, PreconditionFailed,                CHANGED",
        "416, InvalidRange,                      CHANGED",
        "403, InvalidObjectState,                ARCHIVED",
        "400, InvalidRequest,                    REFUSED",
        "400, InvalidArgument,                   REFUSED",
        "409, InvalidBucketState,                REFUSED"
    })
    void looks_at_the_code_first(int status, String code, S3Meaning meaning) {
        assertThat(S3Meaning.of(status, code)).isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource({
        "301, WRONG_REGION",
        "307, PASSING",
        "400, REFUSED",
        "401, DENIED",
        "403, DENIED",
        "404, MISSING",
        "405, MISSING",
        "408, PASSING",
        "409, REFUSED",
        "411, REFUSED",
        "412, CHANGED",
        "416, CHANGED",
        "425, PASSING",
        "429, PASSING",
        "500, PASSING",
        "501, PASSING",
        "503, PASSING",
        "599, PASSING"
    })
    void looks_at_the_status_if_the_code_is_missing_or_says_nothing(int status, S3Meaning meaning) {
        assertThat(S3Meaning.of(status, "")).isEqualTo(meaning);
        assertThat(S3Meaning.of(status, "SomethingNew")).isEqualTo(meaning);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SlowDown",
                "SlowDownRead",
                "Throttling",
                "ThrottlingException",
                "ThrottledException",
                "RequestThrottled",
                "RequestThrottledException",
                "RequestLimitExceeded",
                "BandwidthLimitExceeded",
                "TooManyRequests",
                "TooManyRequestsException",
                "ProvisionedThroughputExceededException"
            })
    void treats_throttling_as_passing_whatever_the_status(String code) {
        for (int status : new int[] {400, 403, 404, 409, 412, 503}) {
            assertThat(S3Meaning.of(status, code)).as("" + status).isEqualTo(S3Meaning.PASSING);
        }
    }
}
