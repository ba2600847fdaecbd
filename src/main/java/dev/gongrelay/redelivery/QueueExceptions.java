package dev.gongrelay.redelivery;

import dev.gongrelay.aws.AwsExceptions;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** Tells what a failed request to SQS means, by its type and code first, and by its status second. */
public final class QueueExceptions {
    /** Transient, although they have status 403: SQS does not know new credentials yet. */
    private static final Set<String> NOT_KNOWN_YET = Set.of("InvalidClientTokenId", "UnrecognizedClientException");

    /** How AWS's codes for a missing queue end. */
    private static final String MISSING = "NonExistentQueue";

    private QueueExceptions() {}

    /**
     * The failure of a request.
     *
     * @param tried what failed, as the beginning of a sentence
     */
    public static TransientException of(SdkException failure, String tried) {
        return new TransientException(
                isForSomebodyToFix(failure) ? FailureCode.QUEUE_DENIED : FailureCode.QUEUE_UNAVAILABLE,
                tried + ": " + failure.getMessage(),
                failure);
    }

    /** Whether the queue refuses a message because of its size, which an old queue may limit more than SQS does now. */
    static boolean isTooLarge(SdkException failure) {
        return AwsExceptions.code(failure).contains("InvalidParameterValue")
                && String.valueOf(failure.getMessage()).contains("must be shorter than");
    }

    private static boolean isForSomebodyToFix(SdkException failure) {
        String code = AwsExceptions.code(failure);
        if (AwsExceptions.mayPass(failure) || NOT_KNOWN_YET.contains(code)) {
            return false;
        }
        return failure instanceof QueueDoesNotExistException
                || isTooLarge(failure)
                || code.endsWith(MISSING)
                || code.startsWith("AccessDenied")
                || (code.toLowerCase(Locale.ROOT).startsWith("kms") && !code.contains("Throttl"))
                || (failure instanceof AwsServiceException refusal && refusal.statusCode() == 403);
    }
}
