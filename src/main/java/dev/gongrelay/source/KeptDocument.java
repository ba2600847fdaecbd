package dev.gongrelay.source;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * A JSON document that the relay keeps in the receipts bucket. It is read whole, and written only if nobody else has
 * written it since it was read.
 *
 * @param name what messages call it, as the beginning of a sentence
 */
public record KeptDocument(S3Client s3, String bucket, String key, String name) {
    /** S3's code for a missing object. Any other 404, such as that of a missing bucket, is a failure. */
    private static final String MISSING = "NoSuchKey";

    /**
     * The key of an object in the receipts bucket.
     *
     * @param prefix with or without slashes around it; may be empty
     */
    public static String key(String prefix, String name) {
        String bare = prefix.replaceAll("^/+|/+$", "");
        return bare.isEmpty() ? name : bare + "/" + name;
    }

    /**
     * A document as S3 stores it.
     *
     * @param document all of it, in memory; can be read once
     * @param lastModified when it was written, by S3's clock; the end of time if S3 doesn't say
     */
    public record Content(InputStream document, String eTag, Instant lastModified) {}

    /**
     * Reads the document; empty if there is none.
     *
     * @throws TransientException {@link FailureCode#RECEIPT_UNAVAILABLE} or {@link FailureCode#RECEIPT_DENIED} if S3
     *     doesn't return it
     */
    public Optional<Content> read() {
        return S3Call.send(
                () -> {
                    ResponseBytes<GetObjectResponse> object = s3.getObjectAsBytes(
                            request -> request.bucket(bucket).key(key));
                    byte[] document = WholeBody.of(object.response(), object.asByteArrayUnsafe());
                    return Optional.of(new Content(
                            new ByteArrayInputStream(document),
                            S3Call.required("ETag", object.response().eTag()),
                            Objects.requireNonNullElse(object.response().lastModified(), Instant.MAX)));
                },
                failure -> emptyIf(failure.code().equals(MISSING), "read", failure));
    }

    /**
     * Writes the document if the stored one still has this ETag, or, without an ETag, if none is stored.
     *
     * @return the new ETag; empty if something else is stored, possibly by an earlier attempt of this write whose answer
     *     was lost
     * @throws TransientException as {@link #read} does, if S3 doesn't accept it; it may have been written all the same
     */
    public Optional<String> write(byte[] document, @Nullable String eTag) {
        RequestBody body = RequestBody.fromBytes(document);
        return S3Call.send(
                () -> Optional.of(S3Call.required(
                        "ETag",
                        s3.putObject(
                                        request -> request.bucket(bucket)
                                                .key(key)
                                                .contentType("application/json")
                                                .contentMD5(Digest.md5(document, document.length))
                                                .ifMatch(eTag)
                                                .ifNoneMatch(eTag == null ? "*" : null),
                                        body)
                                .eTag())),
                failure -> emptyIf(isLost(failure), "written", failure));
    }

    /**
     * Removes the document.
     *
     * @throws TransientException as {@link #read} does
     */
    public void remove() {
        S3Call.send(() -> s3.deleteObject(request -> request.bucket(bucket).key(key)), failure -> {
            throw failed("removed", failure);
        });
    }

    /**
     * Whether somebody else wrote first: at the same moment if it is a 409; a 404 means that the document was deleted
     * (Amazon S3, "Conditional write behavior", 2025).
     */
    private static boolean isLost(S3Failure failure) {
        return failure.status() == 412
                || failure.status() == 409
                || failure.code().equals(MISSING);
    }

    private <T> Optional<T> emptyIf(boolean isEmpty, String tried, S3Failure failure) {
        if (isEmpty) {
            return Optional.empty();
        }
        throw failed(tried, failure);
    }

    private TransientException failed(String tried, S3Failure failure) {
        return KeptExceptions.of(name + " could not be " + tried, failure);
    }
}
