package dev.gongrelay.receipt;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.source.S3Failure;
import dev.gongrelay.source.S3Meaning;
import dev.gongrelay.source.WholeBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * The one object in S3 that holds a recording's receipt. It is read whole and written only on condition that it is
 * still as it was read.
 */
record ReceiptObject(S3Client s3, ObjectReader json, String bucket, String key, RecordingReference recording) {
    /** S3's code for a missing object. A missing bucket, or whatever else is a 404, is no missing receipt. */
    private static final String MISSING = "NoSuchKey";

    /**
     * A receipt as S3 has it.
     *
     * @param lastModified when it was written, by S3's clock; the end of time if S3 does not say
     */
    record Stored(Receipt receipt, String eTag, Instant lastModified) {}

    /**
     * Reads the receipt; empty when there is none.
     *
     * @throws TransientException if S3 doesn't give it, or it can't be understood
     */
    Optional<Stored> read() {
        ResponseBytes<GetObjectResponse> object;
        byte[] document;
        String eTag;
        try {
            object = s3.getObjectAsBytes(request -> request.bucket(bucket).key(key));
            document = WholeBody.of(object.response(), object.asByteArrayUnsafe());
            eTag = known(object.response().eTag());
        } catch (SdkException | IOException | UncheckedIOException | IllegalArgumentException e) {
            S3Failure failure = S3Failure.of(e);
            if (failure.code().equals(MISSING)) {
                return Optional.empty();
            }
            throw failed("read", failure, e);
        }
        try {
            Receipt receipt = Receipt.of(json.readTree(document), recording);
            Instant lastModified = Objects.requireNonNullElse(object.response().lastModified(), Instant.MAX);
            return Optional.of(new Stored(receipt, eTag, lastModified));
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
            PutObjectResponse answer = s3.putObject(
                    request -> request.bucket(bucket)
                            .key(key)
                            .contentType("application/json")
                            .ifMatch(eTag)
                            .ifNoneMatch(eTag == null ? "*" : null),
                    body);
            return Optional.of(known(answer.eTag()));
        } catch (SdkException | UncheckedIOException | IllegalArgumentException e) {
            S3Failure failure = S3Failure.of(e);
            if (isLost(failure)) {
                return Optional.empty();
            }
            throw failed("written", failure, e);
        }
    }

    /**
     * Whether somebody else wrote first. A 409 is a write at the same moment, a 404 a deletion (Amazon S3, "Conditional
     * write behavior", 2025).
     */
    private static boolean isLost(S3Failure failure) {
        return failure.status() == 412
                || failure.status() == 409
                || failure.code().equals(MISSING);
    }

    private TransientException damaged(@Nullable String how, Exception cause) {
        return new TransientException(
                FailureCode.RECEIPT_DAMAGED,
                "The receipt " + this + " of " + recording + " " + how + ". It is left as it is: fix or delete it.",
                cause);
    }

    private static String known(@Nullable String eTag) {
        if (eTag == null) {
            throw SdkClientException.create("S3's answer has no ETag");
        }
        return eTag;
    }

    /** What does not pass on its own is the bucket's fault: every other receipt would meet it, too. */
    private TransientException failed(String tried, S3Failure failure, Exception cause) {
        boolean passing = failure.meaning() == S3Meaning.PASSING;
        return new TransientException(
                passing ? FailureCode.RECEIPT_UNAVAILABLE : FailureCode.RECEIPT_DENIED,
                "The receipt " + this + " of " + recording + " could not be " + tried + ": " + failure
                        + (passing ? "" : consequence(failure)),
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

    /** The object's address. */
    @Override
    public String toString() {
        return "s3://" + bucket + "/" + key;
    }
}
