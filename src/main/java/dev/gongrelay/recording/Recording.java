package dev.gongrelay.recording;

import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.source.Media;
import java.util.List;

/**
 * A recording that can be relayed.
 *
 * @param eTag with its quotes; another one means other bytes
 * @param warnings what its producer should fix in details or media although it can be relayed
 */
public record Recording(
        RecordingReference reference, String eTag, CallDetails details, Media media, List<String> warnings) {}
