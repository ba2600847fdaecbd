package dev.gongrelay.source;

import dev.gongrelay.failure.TransientException;
import dev.gongrelay.settings.RelayConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The bucket of the receipts, as far as something else than receipts lies in it. The calls block. */
@Singleton
public class ReceiptsBucket {
    private final S3Client s3;
    private final Optional<String> bucket;
    private final String prefix;

    /** As the settings have it. */
    public ReceiptsBucket(S3Client s3, RelayConfig config) {
        this.s3 = s3;
        this.bucket = config.receipts().bucket();
        this.prefix = config.receipts().prefix();
    }

    /** Whether there is one: otherwise only {@link #document} may be called. */
    public boolean isSet() {
        return bucket.isPresent();
    }

    /**
     * A document beside the receipts, which may or may not be there; empty if no setting names the bucket.
     *
     * @param name under the prefix of the receipts
     * @param what what messages call it, as the beginning of a sentence, such as {@code The object}
     */
    public Optional<KeptDocument> document(String name, String what) {
        String key = KeptDocument.key(prefix, name);
        return bucket.map(there -> new KeptDocument(s3, there, key, what + " s3://" + there + "/" + key));
    }

    /** The address of an object. */
    public String address(String key) {
        return "s3://" + bucket.orElseThrow() + "/" + key;
    }

    /**
     * Lists the keys of objects in the order of their bytes, a thousand at most.
     *
     * @param folder what the keys begin with
     * @param after the key that the first one follows; null for the first of all
     * @throws TransientException if S3 doesn't list them
     */
    public List<String> keys(String folder, @Nullable String after) {
        try {
            return s3
                    .listObjectsV2(request ->
                            request.bucket(bucket.orElseThrow()).prefix(folder).startAfter(after))
                    .contents()
                    .stream()
                    .map(S3Object::key)
                    .toList();
        } catch (SdkException | UncheckedIOException | IllegalArgumentException e) {
            throw KeptExceptions.of("The objects " + address(folder) + " could not be listed", e);
        }
    }

    /**
     * Reads a small object.
     *
     * @throws TransientException if S3 doesn't give it
     */
    public byte[] read(String key) {
        try {
            ResponseBytes<GetObjectResponse> object = s3.getObjectAsBytes(
                    request -> request.bucket(bucket.orElseThrow()).key(key));
            return WholeBody.of(object.response(), object.asByteArrayUnsafe());
        } catch (SdkException | IOException | UncheckedIOException | IllegalArgumentException e) {
            throw KeptExceptions.of("The object " + address(key) + " could not be read", e);
        }
    }

    /** An object that is written part by part. */
    public PartedObject parted(String key, String contentType) {
        return new PartedObject(s3, bucket.orElseThrow(), key, contentType);
    }
}
