package dev.gongrelay.recording;

import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.source.Media;
import java.util.List;

/**
 * A recording that was found, looked at and is fit for Gong.
 *
 * @param reference where it lies
 * @param eTag the object's ETag as S3 gives it, quotes included: another one means other bytes
 * @param warnings what its producer should fix in details or media though it can be relayed
 */
public record Recording(
        RecordingReference reference, String eTag, CallDetails details, Media media, List<String> warnings) {}
