package dev.gongrelay.source;

import dev.gongrelay.failure.TransientException;
import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * An object in the receipts bucket that is written part by part, by one process or by several in turn, and is not there
 * before it is complete (Amazon S3, "Multipart upload"). The calls block.
 */
public final class PartedObject {
    /** Every part has as many bytes at least, but for the last (Amazon S3, "Multipart upload limits", 2026). */
    public static final int SMALLEST_PART_BYTES = 5 * 1024 * 1024;

    /** The upload is not there, or a part of it is not the one that was sent. */
    private static final Set<String> GONE = Set.of("NoSuchUpload", "InvalidPart", "InvalidPartOrder");

    private final S3Client s3;
    private final String bucket;
    private final String key;
    private final String contentType;

    PartedObject(S3Client s3, String bucket, String key, String contentType) {
        this.s3 = s3;
        this.bucket = bucket;
        this.key = key;
        this.contentType = contentType;
    }

    /** Somebody ended the upload, or it was completed already: it has to begin from the start. */
    public static final class UploadGoneException extends Exception {
        private static final long serialVersionUID = 1;

        UploadGoneException(Throwable cause) {
            super("The upload is no longer there", cause);
        }
    }

    /**
     * Begins the upload. One that is never completed is left to the bucket's lifecycle.
     *
     * @return its id
     * @throws TransientException if S3 doesn't take it
     */
    public String begin() {
        try {
            return known(s3.createMultipartUpload(
                            request -> request.bucket(bucket).key(key).contentType(contentType))
                    .uploadId());
        } catch (SdkException | UncheckedIOException | IllegalArgumentException e) {
            throw failed(e);
        }
    }

    /**
     * Sends a part. One with the same number is replaced.
     *
     * @param number from 1
     * @param bytes as many bytes of it as the length says
     * @return the part's ETag
     * @throws UploadGoneException if there is no such upload any more
     * @throws TransientException if S3 doesn't take it
     */
    public String add(String uploadId, int number, byte[] bytes, int length) throws UploadGoneException {
        // Given as a stream, because the SDK copies an array.
        RequestBody body =
                RequestBody.fromContentProvider(() -> new ByteArrayInputStream(bytes, 0, length), length, contentType);
        return unlessGone(() -> known(s3.uploadPart(
                        request -> request.bucket(bucket)
                                .key(key)
                                .uploadId(uploadId)
                                .partNumber(number)
                                .contentMD5(Digest.md5(bytes, length)),
                        body)
                .eTag()));
    }

    /**
     * Completes the object: from now on it is there.
     *
     * @param eTags of its parts, in their order
     * @throws UploadGoneException as {@link #add} does
     * @throws TransientException if S3 doesn't complete it; whether it did is then unknown
     */
    public void complete(String uploadId, List<String> eTags) throws UploadGoneException {
        List<CompletedPart> parts = new ArrayList<>();
        for (String eTag : eTags) {
            parts.add(CompletedPart.builder()
                    .partNumber(parts.size() + 1)
                    .eTag(eTag)
                    .build());
        }
        unlessGone(() -> s3.completeMultipartUpload(request ->
                request.bucket(bucket).key(key).uploadId(uploadId).multipartUpload(upload -> upload.parts(parts))));
    }

    private <T> T unlessGone(Supplier<T> call) throws UploadGoneException {
        try {
            return call.get();
        } catch (SdkException | UncheckedIOException | IllegalArgumentException e) {
            if (GONE.contains(S3Failure.of(e).code())) {
                throw new UploadGoneException(e);
            }
            throw failed(e);
        }
    }

    private TransientException failed(Exception failure) {
        return KeptExceptions.of("The object s3://" + bucket + "/" + key + " could not be written", failure);
    }

    private static String known(@Nullable String given) {
        if (given == null) {
            throw SdkClientException.create("S3's answer lacks what the next request needs");
        }
        return given;
    }
}
