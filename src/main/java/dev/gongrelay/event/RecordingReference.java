package dev.gongrelay.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The object that an event announces as a recording.
 *
 * @param key the decoded key, as S3 stores it
 * @param versionId the object's version; null in a bucket without versions
 */
public record RecordingReference(
        String bucket, String key, @Nullable String versionId) {
    /** The version to request from S3; empty if the event names none. */
    public Optional<String> version() {
        return Optional.ofNullable(versionId);
    }

    /** The object's address, for messages: {@code s3://bucket/key}. */
    @Override
    public String toString() {
        return "s3://" + bucket + "/" + key;
    }
}
