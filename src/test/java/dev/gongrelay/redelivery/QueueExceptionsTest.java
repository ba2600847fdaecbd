package dev.gongrelay.redelivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SqsException;

class QueueExceptionsTest {
    @ParameterizedTest
    @CsvSource({
        "400, AWS.SimpleQueueService.NonExistentQueue, QUEUE_DENIED",
        "403, AccessDenied,                            QUEUE_DENIED",
        "400, AccessDeniedException,                   QUEUE_DENIED",
        "403, SignatureDoesNotMatch,                   QUEUE_DENIED",
        "403, '',                                      QUEUE_DENIED",
        "400, KMS.AccessDeniedException,               QUEUE_DENIED",
        "400, KMS.DisabledException,                   QUEUE_DENIED",
        "400, KmsNotFound,                             QUEUE_DENIED",
        "400, KmsInvalidState,                         QUEUE_DENIED",
        "400, KmsThrottled,                            QUEUE_UNAVAILABLE",
        "400, KMS.ThrottlingException,                 QUEUE_UNAVAILABLE",
        "400, ThrottlingException,                     QUEUE_UNAVAILABLE",
        "403, RequestThrottled,                        QUEUE_UNAVAILABLE",
        "403, ExpiredTokenException,                   QUEUE_UNAVAILABLE",
        "403, InvalidClientTokenId,                    QUEUE_UNAVAILABLE",
        "403, InvalidToken,                            QUEUE_UNAVAILABLE",
        "403, RequestTimeTooSkewed,                    QUEUE_UNAVAILABLE",
        "400, OverLimit,                               QUEUE_UNAVAILABLE",
        "429, '',                                      QUEUE_UNAVAILABLE",
        "500, InternalError,                           QUEUE_UNAVAILABLE",
        "503, ServiceUnavailable,                      QUEUE_UNAVAILABLE"
    })
    void distinguishes_configuration_errors_from_transient_ones(int status, String code, FailureCode expected) {
        assertThat(of(refusal(status, code, "no")).code()).isEqualTo(expected);
    }

    @Test
    void recognizes_a_missing_queue_by_its_type_whatever_its_code() {
        assertThat(of(QueueDoesNotExistException.builder().message("no").build())
                        .code())
                .isEqualTo(FailureCode.QUEUE_DENIED);
    }

    @Test
    void counts_a_queue_that_can_not_be_reached_as_unavailable() {
        assertThat(of(SdkClientException.create("Connection refused")).code()).isEqualTo(FailureCode.QUEUE_UNAVAILABLE);
    }

    @Test
    void counts_a_message_size_limit_that_is_too_low_as_a_configuration_error() {
        SqsException refused = refusal(
                400,
                "InvalidParameterValue",
                "One or more parameters are invalid. Reason: Message must be shorter than 262144 bytes.");

        assertThat(QueueExceptions.isTooLarge(refused)).isTrue();
        assertThat(of(refused).code()).isEqualTo(FailureCode.QUEUE_DENIED);
    }

    @Test
    void shows_what_sqs_said_in_a_message_of_bounded_length() {
        assertThat(of(refusal(403, "AccessDenied", "no ".repeat(2000))))
                .hasMessageStartingWith("It failed: no no")
                .extracting(Throwable::getMessage)
                .asString()
                .hasSize(2000);
    }

    private static TransientException of(SdkException failure) {
        return QueueExceptions.of(failure, "It failed");
    }

    private static SqsException refusal(int status, String code, String message) {
        return (SqsException) SqsException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }
}
