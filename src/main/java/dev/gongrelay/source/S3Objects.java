package dev.gongrelay.source;

import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.TransientException;
import jakarta.inject.Singleton;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** The objects in S3: what they are, their media formats, sidecars and media. All calls but {@link #media} block. */
@Singleton
public class S3Objects {
    private static final int SIDECAR_LIMIT_BYTES = 256 * 1024;
    /** How S3 answers a key of more than 1,024 bytes, which no sidecar can have. */
    private static final String KEY_TOO_LONG = "KeyTooLongError";
    /** How S3 answers a request for the first byte of an empty object. */
    private static final int EMPTY_OBJECT = 416;

    private final S3Client s3;
    private final MediaReader reader;

    S3Objects(S3Client s3, MediaReader reader) {
        this.s3 = s3;
        this.reader = reader;
    }

    /** The object's bytes as a stream. Makes no request before somebody subscribes. */
    public Media media(SourceObject object, MediaFormat format) {
        return new Media(reader, object, format);
    }

    /**
     * Looks an object up.
     *
     * @throws dev.gongrelay.failure.RelayException if it doesn't exist, or S3 doesn't say
     */
    public SourceObject find(RecordingReference reference) {
        return S3Call.send(
                () -> described(
                        reference,
                        s3.headObject(request -> request.bucket(reference.bucket())
                                .key(reference.key())
                                .versionId(reference.versionId()))),
                failure -> {
                    throw S3Exceptions.of(
                            "Looking up " + reference,
                            failure.meaning() == S3Meaning.PASSING ? failure : explained(failure, reference));
                });
    }

    private static SourceObject described(RecordingReference reference, HeadObjectResponse head) {
        if (head.contentLength() == null || head.eTag() == null || head.lastModified() == null) {
            throw new TransientException(
                    FailureCode.SOURCE_INCONSISTENT,
                    "Looking up " + reference + ": S3's answer has no Content-Length, ETag or Last-Modified");
        }
        return new SourceObject(
                reference, head.contentLength(), head.eTag(), head.contentType(), head.lastModified(), head.metadata());
    }

    /** Asks again for one byte: an answer to HEAD has no body, and so no error code, but the answer to GET has both. */
    private S3Failure explained(S3Failure unexplained, RecordingReference reference) {
        GetObjectRequest firstByte = get(reference).range("bytes=0-0").build();
        return S3Call.send(
                () -> {
                    try (ResponseInputStream<GetObjectResponse> body = s3.getObject(firstByte)) {
                        body.abort();
                        return unexplained.contradicted();
                    }
                },
                failure -> {
                    boolean empty = failure.status() == EMPTY_OBJECT && unexplained.status() != EMPTY_OBJECT;
                    return empty ? unexplained.contradicted() : failure;
                });
    }

    /**
     * Recognizes an object's media format from at most 256 KiB of its bytes. This also proves that it can be read.
     *
     * @throws PermanentException if Gong does not support the format; the message says what it is instead
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

    /** Reads a range of an object's bytes, all of which it must have. */
    byte[] range(SourceObject object, long from, int count) {
        String range = from + "-" + (from + count - 1);
        String tried = "Reading bytes " + range + " of " + object;
        GetObjectRequest get = get(object.reference())
                .ifMatch(object.eTag())
                .range("bytes=" + range)
                .build();
        ResponseBytes<GetObjectResponse> answer = S3Call.send(() -> s3.getObject(get, exactly(count)), failure -> {
            throw S3Exceptions.of(tried, failure);
        });
        if (!String.valueOf(answer.response().contentRange()).startsWith("bytes " + range + "/")) {
            throw new TransientException(FailureCode.SOURCE_INCONSISTENT, tried + ": S3 sent other bytes");
        }
        return answer.asByteArrayUnsafe();
    }

    /** A request for an object, to which a range may be added. */
    static GetObjectRequest.Builder get(RecordingReference reference) {
        return GetObjectRequest.builder()
                .bucket(reference.bucket())
                .key(reference.key())
                .versionId(reference.versionId());
    }

    /** Reads no more than that, whatever S3 sends. If the connection breaks, the SDK retries the call. */
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

    /** Reads the sidecar beside an object, at most 256 KiB; empty if there is none. */
    public Optional<byte[]> sidecar(SourceObject object, String suffix) {
        GetObjectRequest get = GetObjectRequest.builder()
                .bucket(object.reference().bucket())
                .key(object.reference().key() + suffix)
                .build();
        return S3Call.send(() -> Optional.of(readSidecar(get, object + suffix)), failure -> {
            if (failure.meaning() == S3Meaning.MISSING || failure.code().equals(KEY_TOO_LONG)) {
                return Optional.empty();
            }
            throw S3Exceptions.of("Reading the sidecar " + object + suffix, failure);
        });
    }

    private byte[] readSidecar(GetObjectRequest get, String address) throws IOException {
        try (ResponseInputStream<GetObjectResponse> body = s3.getObject(get)) {
            return WholeBody.read(body, SIDECAR_LIMIT_BYTES)
                    .orElseThrow(() -> new PermanentException(
                            FailureCode.SIDECAR_TOO_LARGE,
                            "The sidecar " + address + " is larger than " + SIDECAR_LIMIT_BYTES + " bytes"));
        }
    }
}
