package dev.gongrelay.source;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;

/** What a failure of S3 means where the relay keeps its own objects: in the receipts bucket. */
final class KeptExceptions {
    private KeptExceptions() {}

    /**
     * Unless the failure passes on its own, somebody has to fix it, because every object in the bucket would meet it.
     *
     * @param tried the beginning of the message, such as {@code The object s3://… could not be read}
     */
    static TransientException of(String tried, S3Failure failure) {
        boolean passing = failure.meaning() == S3Meaning.PASSING;
        return new TransientException(
                passing ? FailureCode.RECEIPT_UNAVAILABLE : FailureCode.RECEIPT_DENIED,
                tried + ": " + failure + (passing ? "" : consequence(failure)),
                failure.cause());
    }

    private static String consequence(S3Failure failure) {
        return switch (failure.meaning()) {
            case BUCKET_MISSING -> ". The receipts bucket does not exist.";
            case WRONG_REGION ->
                ". The receipts bucket is in " + (failure.region().isEmpty() ? "another region" : failure.region())
                        + ", not in the function's region.";
            default ->
                ". The function needs s3:GetObject and s3:PutObject on it, s3:ListBucket on its bucket, and the"
                        + " permission to use its key.";
        };
    }
}
