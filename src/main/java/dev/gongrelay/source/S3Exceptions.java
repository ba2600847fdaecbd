package dev.gongrelay.source;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import org.jspecify.annotations.Nullable;

/** A failure of S3 as the failure of a recording. */
final class S3Exceptions {
    private S3Exceptions() {}

    /**
     * A call through the SDK failed.
     *
     * @param tried what the call was for, and on which object
     */
    static RelayException of(Exception failure, String tried) {
        return of(S3Failure.of(failure), tried, failure);
    }

    /** As above, for a failure that is understood already. */
    static RelayException of(S3Failure failure, String tried, @Nullable Throwable cause) {
        FailureCode code = failure.meaning().failureCode();
        String message = tried + ": " + failure + consequence(failure);
        return code.kind() == FailureCode.Kind.RECORDING
                ? new PermanentException(code, message, cause)
                : new TransientException(code, message, cause);
    }

    /**
     * A request for media was refused.
     *
     * @return a {@link RelayException}, or another exception if another request may do better soon, with a new
     *     signature
     */
    static Exception ofMedia(S3Failure failure, SourceObject object) {
        return failure.meaning() == S3Meaning.PASSING
                ? new BusyException(failure.toString())
                : of(failure, "Reading " + object, null);
    }

    private static String consequence(S3Failure failure) {
        return switch (failure.meaning()) {
            case DENIED ->
                ". The function's role, the bucket's policy and the object's key must allow it. Without s3:ListBucket, S3"
                        + " also denies access to what does not exist.";
            case WRONG_REGION ->
                failure.region().isEmpty()
                        ? ". The bucket is in another region, which S3 does not name."
                        : ". The bucket is in " + failure.region() + ": the relay has to run there.";
            case BUCKET_MISSING -> ". The bucket does not exist.";
            case CHANGED -> ". The object was overwritten while it was read.";
            default -> "";
        };
    }

    /** S3 is overloaded or failing just now, or wants another signature. */
    private static final class BusyException extends Exception {
        private static final long serialVersionUID = 1;

        BusyException(String message) {
            super(message);
        }
    }
}
