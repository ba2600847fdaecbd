package dev.gongrelay.source;

import dev.gongrelay.event.RecordingReference;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object as S3 described it when it was found.
 *
 * @param eTag with its quotes, as S3 compares it
 * @param metadata user metadata, names in lower case without {@code x-amz-meta-}
 */
public record SourceObject(
        RecordingReference reference,
        long sizeBytes,
        String eTag,
        @Nullable String contentType,
        Instant lastModified,
        Map<String, String> metadata) {
    @Override
    public String toString() {
        return reference.toString();
    }
}
