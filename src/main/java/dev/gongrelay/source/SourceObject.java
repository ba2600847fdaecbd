package dev.gongrelay.source;

import dev.gongrelay.event.RecordingReference;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object as S3 described it when it was found.
 *
 * @param eTag with its quotes, as S3 compares it
 * @param metadata user metadata, by lower-case names without {@code x-amz-meta-}
 */
public record SourceObject(
        RecordingReference reference,
        long sizeBytes,
        String eTag,
        @Nullable String contentType,
        Instant lastModified,
        Map<String, String> metadata) {
    private static final int LONGEST_NAME = 120;

    /** The file name without its extension: up to 120 ASCII letters, digits, and {@code . _ -}. */
    String baseName() {
        String key = reference.key();
        String name = key.substring(key.lastIndexOf('/') + 1);
        String base = name.substring(0, name.lastIndexOf('.')).replaceAll("[^A-Za-z0-9._-]", "_");
        return base.substring(0, Math.min(base.length(), LONGEST_NAME));
    }

    @Override
    public String toString() {
        return reference.toString();
    }
}
