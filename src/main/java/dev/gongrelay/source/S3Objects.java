package dev.gongrelay.source;

import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** What S3 has: what an object is, its first bytes, its sidecar, its media. The calls block. */
@Singleton
public class S3Objects {
    private static final int SIDECAR_LIMIT_BYTES = 256 * 1024;

    private final S3Client s3;
    private final MediaReader reader;

    S3Objects(S3Client s3, MediaReader reader) {
        this.s3 = s3;
        this.reader = reader;
    }

    /** The object's bytes, to be streamed. No request is made before somebody subscribes. */
    public Media media(SourceObject object, MediaFormat format) {
        return new Media(reader, object, format);
    }

    /** Looks an object up; fails with a {@link dev.gongrelay.failure.RelayException} when it isn't there or can't be seen. */
    public SourceObject find(RecordingReference reference) {
        try {
            HeadObjectResponse head = s3.headObject(request ->
                    request.bucket(reference.bucket()).key(reference.key()).versionId(reference.versionId()));
            return new SourceObject(
                    reference,
                    head.contentLength(),
                    head.eTag(),
                    head.contentType(),
                    head.lastModified(),
                    head.metadata());
        } catch (SdkException e) {
            throw S3Exceptions.of(e, "Looking up " + reference);
        }
    }

    /** The first bytes of an object, up to {@code limit}. Also shows that the object can be read at all. */
    public byte[] head(SourceObject object, int limit) {
        try {
            return s3.getObjectAsBytes(
                            request -> request.bucket(object.reference().bucket())
                                    .key(object.reference().key())
                                    .versionId(object.reference().versionId())
                                    .ifMatch(object.eTag())
                                    .range("bytes=0-" + (limit - 1)))
                    .asByteArrayUnsafe();
        } catch (SdkException e) {
            throw S3Exceptions.of(e, "Reading the first bytes of " + object);
        }
    }

    /** The bytes of the sidecar beside an object, at most 256 KiB; empty when there is none. */
    public Optional<byte[]> sidecar(SourceObject object, String suffix) {
        GetObjectRequest get = GetObjectRequest.builder()
                .bucket(object.reference().bucket())
                .key(object.reference().key() + suffix)
                .build();
        try (ResponseInputStream<GetObjectResponse> body = s3.getObject(get)) {
            byte[] bytes = body.readNBytes(SIDECAR_LIMIT_BYTES + 1);
            if (bytes.length > SIDECAR_LIMIT_BYTES) {
                body.abort();
                throw new PermanentException(
                        FailureCode.SIDECAR_TOO_LARGE,
                        "The sidecar " + object + suffix + " is larger than " + SIDECAR_LIMIT_BYTES + " bytes");
            }
            return Optional.of(bytes);
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw S3Exceptions.of(e, "Reading the sidecar " + object + suffix);
        } catch (IOException e) {
            throw S3Exceptions.of(e, "Reading the sidecar " + object + suffix);
        }
    }
}
