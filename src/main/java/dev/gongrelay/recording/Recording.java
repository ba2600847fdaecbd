package dev.gongrelay.recording;

import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.source.Media;
import java.util.List;

/**
 * A recording that can be relayed.
 *
 * @param eTag the object's ETag with its quotes; it changes when the bytes do
 * @param warnings what the producer should fix in the details or the media, although the recording can be relayed
 */
public record Recording(
        RecordingReference reference, String eTag, CallDetails details, Media media, List<String> warnings) {}
