package dev.gongrelay.source;

import dev.gongrelay.failure.TransientException;
import dev.gongrelay.settings.RelayConfig;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The receipts bucket, for objects other than receipts. The calls block. */
@Singleton
public class ReceiptsBucket {
    private final S3Client s3;
    private final Optional<String> bucket;
    private final String prefix;

    /** The bucket that the settings name. */
    public ReceiptsBucket(S3Client s3, RelayConfig config) {
        this.s3 = s3;
        this.bucket = config.receipts().bucket();
        this.prefix = config.receipts().prefix();
    }

    /** Whether the settings name a bucket. If not, only {@link #document} may be called. */
    public boolean isSet() {
        return bucket.isPresent();
    }

    /**
     * A document beside the receipts, whether or not it exists; empty if the settings name no bucket.
     *
     * @param name the key without the receipts' prefix
     * @param what what messages call it, as the beginning of a sentence, such as {@code The object}
     */
    public Optional<KeptDocument> document(String name, String what) {
        String key = KeptDocument.key(prefix, name);
        return bucket.map(there -> new KeptDocument(s3, there, key, what + " " + address(key)));
    }

    /** The address of an object. */
    public String address(String key) {
        return "s3://" + bucket.orElseThrow() + "/" + key;
    }

    /**
     * Lists up to a thousand keys, in the order of their bytes.
     *
     * @param folder what the keys begin with
     * @param after the key to continue after; null to start with the first
     * @throws TransientException if S3 doesn't list them
     */
    public List<String> keys(String folder, @Nullable String after) {
        return S3Call.send(
                () -> s3
                        .listObjectsV2(request -> request.bucket(bucket.orElseThrow())
                                .prefix(folder)
                                .startAfter(after))
                        .contents()
                        .stream()
                        .map(S3Object::key)
                        .toList(),
                failure -> {
                    throw KeptExceptions.of("The objects " + address(folder) + " could not be listed", failure);
                });
    }

    /**
     * Reads a small object.
     *
     * @throws TransientException if S3 doesn't return it
     */
    public byte[] read(String key) {
        return S3Call.send(
                () -> {
                    ResponseBytes<GetObjectResponse> object = s3.getObjectAsBytes(
                            request -> request.bucket(bucket.orElseThrow()).key(key));
                    return WholeBody.of(object.response(), object.asByteArrayUnsafe());
                },
                failure -> {
                    throw KeptExceptions.of("The object " + address(key) + " could not be read", failure);
                });
    }

    /** An object that is written part by part. */
    public PartedObject parted(String key, String contentType) {
        return new PartedObject(s3, bucket.orElseThrow(), key, contentType);
    }
}
