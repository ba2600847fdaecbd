package dev.gongrelay.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where an event says that a recording lies.
 *
 * @param bucket the bucket's name
 * @param key the object's key as S3 knows it, decoded from whatever form the event had
 * @param versionId the object's version, or null in a bucket without versions
 */
public record RecordingReference(
        String bucket, String key, @Nullable String versionId) {
    /** The version to ask S3 for; empty when the event named none. */
    public Optional<String> version() {
        return Optional.ofNullable(versionId);
    }

    /** The address of the object as people write it, for messages: {@code s3://bucket/key}. */
    @Override
    public String toString() {
        return "s3://" + bucket + "/" + key;
    }
}
