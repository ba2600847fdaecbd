package dev.gongrelay.source;

import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.TransientException;
import jakarta.inject.Singleton;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** What S3 has: what an object is, its media format, its sidecar, its media. The calls block. */
@Singleton
public class S3Objects {
    private static final int SIDECAR_LIMIT_BYTES = 256 * 1024;
    /** What S3 says to a key of more than 1024 bytes: under such a key there is no sidecar. */
    private static final String KEY_TOO_LONG = "KeyTooLongError";
    /** How S3 answers a request for the first byte of an object that has none. */
    private static final int EMPTY_OBJECT = 416;

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

    /**
     * Looks an object up; fails with a {@link dev.gongrelay.failure.RelayException} when it isn't there or can't be
     * seen.
     */
    public SourceObject find(RecordingReference reference) {
        String tried = "Looking up " + reference;
        try {
            HeadObjectResponse head = s3.headObject(request ->
                    request.bucket(reference.bucket()).key(reference.key()).versionId(reference.versionId()));
            return described(reference, head);
        } catch (SdkException | UncheckedIOException | IllegalArgumentException e) {
            S3Failure failure = S3Failure.of(e);
            throw failure.meaning() == S3Meaning.PASSING
                    ? S3Exceptions.of(failure, tried, e)
                    : S3Exceptions.of(explained(failure, reference), tried, e);
        }
    }

    private static SourceObject described(RecordingReference reference, HeadObjectResponse head) {
        if (head.contentLength() == null || head.eTag() == null || head.lastModified() == null) {
            throw new TransientException(
                    FailureCode.SOURCE_INCONSISTENT,
                    "Looking up " + reference + ": S3's answer has no Content-Length, ETag or Last-Modified",
                    null);
        }
        return new SourceObject(
                reference, head.contentLength(), head.eTag(), head.contentType(), head.lastModified(), head.metadata());
    }

    /** An answer to HEAD has no body, hence no error code; the answer to a GET for one byte has both. */
    private S3Failure explained(S3Failure unexplained, RecordingReference reference) {
        GetObjectRequest get = GetObjectRequest.builder()
                .bucket(reference.bucket())
                .key(reference.key())
                .versionId(reference.versionId())
                .range("bytes=0-0")
                .build();
        try (ResponseInputStream<GetObjectResponse> body = s3.getObject(get)) {
            body.abort();
            return unexplained.contradicted();
        } catch (SdkException | IOException | UncheckedIOException | IllegalArgumentException e) {
            S3Failure failure = S3Failure.of(e);
            boolean empty = failure.status() == EMPTY_OBJECT && unexplained.status() != EMPTY_OBJECT;
            return empty ? unexplained.contradicted() : failure;
        }
    }

    /**
     * Tells an object's media format by at most 256 KiB of its bytes. Also shows that the object can be read at all.
     *
     * @throws PermanentException when it is none that Gong takes; the message says what it is instead
     */
    public MediaFormat format(SourceObject object) {
        ObjectBytes bytes = new ObjectBytes(this, object);
        try {
            return MediaFormat.of(bytes);
        } catch (UnsupportedMediaException e) {
            throw new PermanentException(
                    FailureCode.MEDIA_INVALID,
                    object + " " + e.getMessage() + (bytes.isExhausted() ? "; the relay looked at 256 KiB of it" : ""));
        }
    }

    /** So many bytes of an object from one on, all of which it has. */
    byte[] range(SourceObject object, long from, int count) {
        String range = from + "-" + (from + count - 1);
        String tried = "Reading bytes " + range + " of " + object;
        try {
            ResponseBytes<GetObjectResponse> answer = s3.getObject(
                    request -> request.bucket(object.reference().bucket())
                            .key(object.reference().key())
                            .versionId(object.reference().versionId())
                            .ifMatch(object.eTag())
                            .range("bytes=" + range),
                    exactly(count));
            if (!String.valueOf(answer.response().contentRange()).startsWith("bytes " + range + "/")) {
                throw new TransientException(
                        FailureCode.SOURCE_INCONSISTENT, tried + ": S3 sent other bytes than those", null);
            }
            return answer.asByteArrayUnsafe();
        } catch (SdkException | UncheckedIOException | IllegalArgumentException e) {
            throw S3Exceptions.of(e, tried);
        }
    }

    /** Never reads more, whatever S3 sends. If the connection breaks, the SDK asks again. */
    private static ResponseTransformer<GetObjectResponse, ResponseBytes<GetObjectResponse>> exactly(int count) {
        return (response, body) -> {
            try {
                byte[] bytes = body.readNBytes(count);
                if (bytes.length < count) {
                    throw new EOFException("the connection broke after " + bytes.length + " of " + count + " bytes");
                }
                return ResponseBytes.fromByteArrayUnsafe(response, bytes);
            } catch (IOException e) {
                throw RetryableException.create(String.valueOf(e.getMessage()), e);
            }
        };
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
            return Optional.of(WholeBody.of(body.response(), bytes));
        } catch (SdkException | IOException | UncheckedIOException | IllegalArgumentException e) {
            S3Failure failure = S3Failure.of(e);
            if (failure.meaning() == S3Meaning.MISSING || failure.code().equals(KEY_TOO_LONG)) {
                return Optional.empty();
            }
            throw S3Exceptions.of(failure, "Reading the sidecar " + object + suffix, e);
        }
    }
}
