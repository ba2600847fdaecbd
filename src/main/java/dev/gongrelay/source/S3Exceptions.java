package dev.gongrelay.source;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import java.io.IOException;

/** What a failure of S3 means for the recording. */
final class S3Exceptions {
    private S3Exceptions() {}

    /** @param tried what was tried, and on which object */
    static RelayException of(String tried, S3Failure failure) {
        FailureCode code = failure.meaning().failureCode();
        String message = tried + ": " + failure + consequence(failure);
        return code.kind() == FailureCode.Kind.RECORDING
                ? new PermanentException(code, message, failure.cause())
                : new TransientException(code, message, failure.cause());
    }

    /**
     * The refusal of a request for media.
     *
     * @return a {@link RelayException}, unless another request, with a new signature, may soon succeed
     */
    static Exception ofMedia(S3Failure failure, SourceObject object) {
        return failure.meaning() == S3Meaning.PASSING
                ? new IOException(failure.toString())
                : of("Reading " + object, failure);
    }

    private static String consequence(S3Failure failure) {
        return switch (failure.meaning()) {
            case DENIED ->
                ". The function's role, the bucket's policy and the object's key must allow it. Without s3:ListBucket, S3"
                        + " also denies access to what does not exist.";
            case WRONG_REGION ->
                failure.region().isEmpty()
                        ? ". The bucket is in another region, which S3 does not name."
                        : ". The bucket is in " + failure.region() + ": the relay must run there.";
            case BUCKET_MISSING -> ". The bucket does not exist.";
            case CHANGED -> ". The object was overwritten while it was read.";
            default -> "";
        };
    }
}
