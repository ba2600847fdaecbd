package dev.gongrelay.source;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.mapping.Mapping;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** The texts of mappings in S3. The calls block. */
@Singleton
public class StoredMappings {
    private static final int NOT_MODIFIED = 304;

    private final S3Client s3;

    StoredMappings(S3Client s3) {
        this.s3 = s3;
    }

    /**
     * A mapping as S3 stores it.
     *
     * @param text its bytes, a whole array
     * @param eTag with its quotes
     */
    public record StoredMapping(ByteBuffer text, String eTag) {}

    /**
     * Reads a mapping.
     *
     * @param knownETag the ETag of the mapping that the caller has; null if it has none
     * @return the mapping; empty if the caller's is still current
     * @throws TransientException {@link FailureCode#MAPPING_UNAVAILABLE} if the failure passes on its own, {@link
     *     FailureCode#MAPPING_INVALID} if somebody has to fix it
     */
    public Optional<StoredMapping> read(String bucket, String key, @Nullable String knownETag) {
        String address = "s3://" + bucket + "/" + key;
        GetObjectRequest get = GetObjectRequest.builder()
                .bucket(bucket)
                .key(key)
                .ifNoneMatch(knownETag)
                .build();
        return S3Call.send(() -> Optional.of(read(get, address)), failure -> {
            if (failure.status() == NOT_MODIFIED && knownETag != null) {
                return Optional.empty();
            }
            boolean passing = failure.meaning() == S3Meaning.PASSING;
            throw new TransientException(
                    passing ? FailureCode.MAPPING_UNAVAILABLE : FailureCode.MAPPING_INVALID,
                    "Reading the mapping " + address + ": " + failure
                            + (passing ? "" : ". The function needs s3:GetObject on it, in its own region."),
                    failure.cause());
        });
    }

    private StoredMapping read(GetObjectRequest get, String address) throws IOException {
        try (ResponseInputStream<GetObjectResponse> body = s3.getObject(get)) {
            byte[] text = WholeBody.read(body, Mapping.LONGEST_TEXT_BYTES)
                    .orElseThrow(() -> new TransientException(
                            FailureCode.MAPPING_INVALID,
                            "The mapping " + address + " is longer than " + Mapping.LONGEST_TEXT_BYTES + " bytes"));
            return new StoredMapping(
                    ByteBuffer.wrap(text),
                    S3Call.required("ETag", body.response().eTag()));
        }
    }
}
