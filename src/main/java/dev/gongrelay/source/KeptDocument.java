package dev.gongrelay.source;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
 * A JSON document that the relay keeps in the receipts bucket. It is read whole and written only on condition that it
 * is still as it was read.
 *
 * @param name what messages call it, as the beginning of a sentence
 */
public record KeptDocument(S3Client s3, String bucket, String key, String name) {
    /** S3's code for a missing object. A missing bucket, or whatever else is a 404, is no missing document. */
    private static final String MISSING = "NoSuchKey";

    /**
     * The key of an object of this name in the receipts bucket.
     *
     * @param prefix with or without slashes around it; may be empty
     */
    public static String key(String prefix, String name) {
        String bare = prefix.replaceAll("^/+|/+$", "");
        return bare.isEmpty() ? name : bare + "/" + name;
    }

    /**
     * A document as S3 has it.
     *
     * @param document all of it, in memory; to be read once
     * @param lastModified when it was written, by S3's clock; the end of time if S3 does not say
     */
    public record Content(InputStream document, String eTag, Instant lastModified) {}

    /**
     * Reads the document; empty when there is none.
     *
     * @throws TransientException {@link FailureCode#RECEIPT_UNAVAILABLE} or {@link FailureCode#RECEIPT_DENIED} if S3
     *     doesn't give it
     */
    public Optional<Content> read() {
        try {
            ResponseBytes<GetObjectResponse> object =
                    s3.getObjectAsBytes(request -> request.bucket(bucket).key(key));
            return Optional.of(new Content(
                    new ByteArrayInputStream(WholeBody.of(object.response(), object.asByteArrayUnsafe())),
                    known(object.response().eTag()),
                    Objects.requireNonNullElse(object.response().lastModified(), Instant.MAX)));
        } catch (SdkException | IOException | UncheckedIOException | IllegalArgumentException e) {
            S3Failure failure = S3Failure.of(e);
            if (failure.code().equals(MISSING)) {
                return Optional.empty();
            }
            throw failed("read", failure, e);
        }
    }

    /**
     * Writes the document if the stored one still has the ETag, or, given none, if none is stored.
     *
     * @return the new ETag; empty when something else is stored, which may be what an earlier try of this very write
     *     left there without its answer having arrived
     * @throws TransientException as {@link #read} does, if S3 doesn't take it; whether it was written is then unknown
     */
    public Optional<String> write(byte[] document, @Nullable String eTag) {
        RequestBody body = RequestBody.fromBytes(document);
        try {
            PutObjectResponse answer = s3.putObject(
                    request -> request.bucket(bucket)
                            .key(key)
                            .contentType("application/json")
                            .contentMD5(Digest.md5(document, document.length))
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
     * Removes the document.
     *
     * @throws TransientException as {@link #read} does
     */
    public void remove() {
        try {
            s3.deleteObject(request -> request.bucket(bucket).key(key));
        } catch (SdkException | UncheckedIOException | IllegalArgumentException e) {
            throw failed("removed", S3Failure.of(e), e);
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

    private static String known(@Nullable String eTag) {
        if (eTag == null) {
            throw SdkClientException.create("S3's answer has no ETag");
        }
        return eTag;
    }

    private TransientException failed(String tried, S3Failure failure, Exception cause) {
        return KeptExceptions.of(name + " could not be " + tried, failure, cause);
    }
}
