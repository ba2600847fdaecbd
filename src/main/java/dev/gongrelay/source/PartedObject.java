package dev.gongrelay.source;

import dev.gongrelay.failure.TransientException;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * An object in the receipts bucket that is written part by part, by one process or by several in turn. It does not exist
 * until it is complete (Amazon S3, "Multipart upload"). The calls block.
 */
public final class PartedObject {
    /** The least size of each part but the last (Amazon S3, "Multipart upload limits", 2026). */
    public static final int SMALLEST_PART_BYTES = 5 * 1024 * 1024;

    /** There is no such upload, or S3 doesn't have a part as it was sent. */
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

    /** Somebody completed or aborted the upload: it must start over. */
    public static final class UploadGoneException extends Exception {
        private static final long serialVersionUID = 1;
    }

    /**
     * Begins the upload. If it is never completed, the bucket's lifecycle removes it.
     *
     * @return its ID
     * @throws TransientException if S3 doesn't accept it
     */
    public String begin() {
        return S3Call.send(
                () -> S3Call.required(
                        "UploadId",
                        s3.createMultipartUpload(request ->
                                        request.bucket(bucket).key(key).contentType(contentType))
                                .uploadId()),
                failure -> {
                    throw failed(failure);
                });
    }

    /**
     * Sends a part. It replaces an earlier part with the same number.
     *
     * @param number from 1
     * @param bytes the part, and perhaps more
     * @param length how many of the bytes are the part
     * @return the part's ETag
     * @throws UploadGoneException if the upload no longer exists
     * @throws TransientException if S3 doesn't accept it
     */
    public String add(String uploadId, int number, byte[] bytes, int length) throws UploadGoneException {
        // As a stream, because the SDK would copy an array.
        RequestBody body =
                RequestBody.fromContentProvider(() -> new ByteArrayInputStream(bytes, 0, length), length, contentType);
        return unlessGone(() -> S3Call.required(
                "ETag",
                s3.uploadPart(
                                request -> request.bucket(bucket)
                                        .key(key)
                                        .uploadId(uploadId)
                                        .partNumber(number)
                                        .contentMD5(Digest.md5(bytes, length)),
                                body)
                        .eTag()));
    }

    /**
     * Completes the object, which exists from now on.
     *
     * @param eTags of its parts, in order
     * @throws UploadGoneException as {@link #add} does
     * @throws TransientException if S3 doesn't complete it; it may be complete all the same
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

    private <T> T unlessGone(S3Call<T> call) throws UploadGoneException {
        Optional<T> answer = S3Call.send(() -> Optional.of(call.send()), failure -> {
            if (GONE.contains(failure.code())) {
                return Optional.empty();
            }
            throw failed(failure);
        });
        return answer.orElseThrow(UploadGoneException::new);
    }

    private TransientException failed(S3Failure failure) {
        return KeptExceptions.of("The object s3://" + bucket + "/" + key + " could not be written", failure);
    }
}
