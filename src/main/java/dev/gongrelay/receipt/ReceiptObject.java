package dev.gongrelay.receipt;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The one object in S3 that holds a recording's receipt. It is read whole and written only on condition that it is
 * still as it was read.
 */
record ReceiptObject(S3Client s3, ObjectReader json, String bucket, String key, RecordingReference recording) {
    /** A receipt as S3 has it. */
    record Stored(Receipt receipt, String eTag) {}

    /**
     * Reads the receipt; empty when there is none.
     *
     * @throws TransientException if S3 doesn't give it, or it can't be understood
     */
    Optional<Stored> read() {
        ResponseBytes<GetObjectResponse> object;
        try {
            object = s3.getObjectAsBytes(request -> request.bucket(bucket).key(key));
        } catch (SdkException e) {
            if (isMissing(e)) {
                return Optional.empty();
            }
            throw unavailable("read", e);
        }
        try {
            Receipt receipt = Receipt.of(json.readTree(object.asByteArrayUnsafe()), recording);
            return Optional.of(new Stored(receipt, object.response().eTag()));
        } catch (IOException e) {
            throw damaged("is no JSON", e);
        } catch (IllegalArgumentException e) {
            throw damaged(e.getMessage(), e);
        }
    }

    /**
     * Writes the receipt if the stored one still has the ETag, or, given none, if none is stored.
     *
     * @return the new ETag; empty when something else is stored, which may be what an earlier try of this very write
     *     left there without its answer having arrived
     * @throws TransientException if S3 doesn't take it; whether it was written is then unknown
     */
    Optional<String> write(Receipt receipt, @Nullable String eTag) {
        RequestBody body = RequestBody.fromBytes((receipt + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            return Optional.of(s3.putObject(
                            request -> request.bucket(bucket)
                                    .key(key)
                                    .contentType("application/json")
                                    .ifMatch(eTag)
                                    .ifNoneMatch(eTag == null ? "*" : null),
                            body)
                    .eTag());
        } catch (SdkException e) {
            if (isLost(e)) {
                return Optional.empty();
            }
            throw unavailable("written", e);
        }
    }

    /**
     * Whether somebody else wrote first. A 409 is a write at the same moment, a 404 a deletion (Amazon S3, "Conditional
     * write behavior", 2025).
     */
    private static boolean isLost(SdkException e) {
        return hasStatus(e, 412) || hasStatus(e, 409) || isMissing(e);
    }

    /** A missing bucket is a 404 too, but no missing receipt. */
    private static boolean isMissing(SdkException e) {
        return e instanceof AwsServiceException answer
                && answer.awsErrorDetails() != null
                && "NoSuchKey".equals(answer.awsErrorDetails().errorCode());
    }

    private static boolean hasStatus(SdkException e, int status) {
        return e instanceof AwsServiceException answer && answer.statusCode() == status;
    }

    private TransientException damaged(@Nullable String how, Exception cause) {
        return new TransientException(
                FailureCode.RECEIPT_DAMAGED,
                "The receipt " + this + " of " + recording + " " + how + ". It is left as it is: mend or delete it.",
                cause);
    }

    private TransientException unavailable(String tried, SdkException e) {
        String hint = hasStatus(e, 403) ? " The function needs s3:GetObject and s3:PutObject on it, and its key." : "";
        return new TransientException(
                FailureCode.RECEIPT_UNAVAILABLE,
                "The receipt " + this + " of " + recording + " could not be " + tried + ": " + e.getMessage() + "."
                        + hint,
                e);
    }

    /** The object's address. */
    @Override
    public String toString() {
        return "s3://" + bucket + "/" + key;
    }
}
