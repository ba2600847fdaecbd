package dev.gongrelay.source;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a recording is by the structure of its bytes, whatever its name and stored type say. The formats are those that
 * Gong takes (Gong, "Add call media", 2025-11-17); the type has to be truthful, an audio-only MP4 sent as video is
 * refused.
 *
 * @param extension of a file of this format, without a dot
 * @param contentType as a sender should declare it
 * @param channelCount of the only audio track; 0 if the file doesn't tell, or has none or several
 * @param duration zero if the file doesn't tell
 * @param warnings why Gong may discard the recording though it takes the format
 */
public record MediaFormat(
        String extension, String contentType, int channelCount, Duration duration, List<String> warnings) {
    /**
     * Recordings of some 30 seconds were discarded in silence, some of 5 minutes were not; Gong publishes no limit
     * (importers' records, 2026).
     */
    private static final Duration SHORT = Duration.ofMinutes(1);

    /** Defensive copies. */
    public MediaFormat {
        warnings = List.copyOf(warnings);
    }

    /** A format of unknown duration and without warnings. */
    public MediaFormat(String extension, String contentType, int channelCount) {
        this(extension, contentType, channelCount, Duration.ZERO, List.of());
    }

    /** Whether there are exactly two channels. */
    public boolean isStereo() {
        return channelCount == 2;
    }

    /** The same, lasting so many units of which so many make a second; unknown unless both are positive. */
    MediaFormat lasting(long units, long unitsPerSecond) {
        if (units <= 0 || unitsPerSecond <= 0) {
            return this;
        }
        Duration length = Duration.ofSeconds(
                units / unitsPerSecond, (long) ((double) (units % unitsPerSecond) / unitsPerSecond * 1e9));
        MediaFormat known = new MediaFormat(extension, contentType, channelCount, length, warnings);
        return length.compareTo(SHORT) < 0
                ? known.warning(String.format(
                        Locale.ROOT,
                        "the recording is %.1f s long: Gong may discard one shorter than about a minute",
                        length.toMillis() / 1000.0))
                : known;
    }

    /** The same, of a video that has no audio track. */
    MediaFormat silent() {
        return warning("the recording has no audio track: Gong may discard it");
    }

    /** The same, with another warning. */
    MediaFormat warning(String warning) {
        return new MediaFormat(
                extension,
                contentType,
                channelCount,
                duration,
                Stream.concat(warnings.stream(), Stream.of(warning)).toList());
    }

    /**
     * Tells the format.
     *
     * @throws UnsupportedMediaException when it is none that Gong takes, or nothing can be heard or seen in the file
     */
    static MediaFormat of(ObjectBytes bytes) throws UnsupportedMediaException {
        long start = LeadingTags.end(bytes);
        if (FlacFile.begins(bytes, start)) {
            return FlacFile.read(bytes, start);
        }
        if (start == 0 && WaveFile.begins(bytes)) {
            return WaveFile.read(bytes);
        }
        if (start == 0 && MatroskaFile.begins(bytes)) {
            return MatroskaFile.read(bytes);
        }
        if (start == 0 && Mp4File.begins(bytes)) {
            return Mp4File.read(bytes);
        }
        ForeignFormats.refuse(bytes, start);
        return MpegAudio.read(bytes, start);
    }
}
