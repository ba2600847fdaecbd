package dev.gongrelay.source;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;

/** Why something in the receipts bucket could not be read or written. */
final class KeptExceptions {
    private KeptExceptions() {}

    /**
     * What does not pass on its own is the bucket's fault: every other object in it would meet it, too.
     *
     * @param tried the beginning of the message, such as {@code The object s3://… could not be read}
     */
    static TransientException of(String tried, Exception cause) {
        return of(tried, S3Failure.of(cause), cause);
    }

    /** As above, for a failure that is understood already. */
    static TransientException of(String tried, S3Failure failure, Exception cause) {
        boolean passing = failure.meaning() == S3Meaning.PASSING;
        return new TransientException(
                passing ? FailureCode.RECEIPT_UNAVAILABLE : FailureCode.RECEIPT_DENIED,
                tried + ": " + failure + (passing ? "" : consequence(failure)),
                cause);
    }

    private static String consequence(S3Failure failure) {
        return switch (failure.meaning()) {
            case BUCKET_MISSING -> ". The receipts bucket does not exist.";
            case WRONG_REGION ->
                ". The receipts bucket is in " + (failure.region().isEmpty() ? "another region" : failure.region())
                        + ", not in the function's region.";
            default ->
                ". The function needs s3:GetObject and s3:PutObject on it, s3:ListBucket on its bucket, and the use of"
                        + " its key.";
        };
    }
}
