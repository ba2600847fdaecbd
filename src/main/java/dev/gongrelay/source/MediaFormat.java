package dev.gongrelay.source;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A recording's media format, recognized by the structure of its bytes, whatever its name and stored type say. Gong
 * supports five (Gong, "Add call media", 2025-11-17), and checks the declared type: it refuses audio-only MP4 as video.
 *
 * @param extension the extension of a file of this format, without a dot
 * @param contentType the type to declare to Gong
 * @param channelCount the channels of the only audio track; 0 if unknown, or if there is not exactly one track
 * @param duration how long the recording plays; zero if unknown
 * @param warnings why Gong may discard the recording although it supports the format
 */
public record MediaFormat(
        String extension, String contentType, int channelCount, Duration duration, List<String> warnings) {
    /**
     * Gong silently discarded recordings of about 30 seconds, but not of 5 minutes. It publishes no limit (importers'
     * records, 2026).
     */
    private static final Duration SHORT = Duration.ofMinutes(1);

    private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

    /** Copies the list. */
    public MediaFormat {
        warnings = List.copyOf(warnings);
    }

    /** A format with an unknown duration and no warnings. */
    public MediaFormat(String extension, String contentType, int channelCount) {
        this(extension, contentType, channelCount, Duration.ZERO, List.of());
    }

    /** Whether there are exactly two channels. */
    public boolean isStereo() {
        return channelCount == 2;
    }

    /** The same with a duration, which stays unknown unless both numbers are positive and it fits in milliseconds. */
    MediaFormat lasting(long units, long unitsPerSecond) {
        if (units <= 0 || unitsPerSecond <= 0) {
            return this;
        }
        Duration length = Duration.ofSeconds(
                units / unitsPerSecond, (long) ((double) (units % unitsPerSecond) / unitsPerSecond * 1e9));
        if (length.compareTo(LONGEST) > 0) {
            return this;
        }
        MediaFormat known = new MediaFormat(extension, contentType, channelCount, length, warnings);
        return length.compareTo(SHORT) < 0
                ? known.warning(String.format(
                        Locale.ROOT,
                        "the recording is %.1f s long: Gong may discard one shorter than about a minute",
                        length.toMillis() / 1000.0))
                : known;
    }

    /** The same for a video without an audio track. */
    MediaFormat silent() {
        return warning("the recording has no audio track: Gong may discard it");
    }

    /** The same for a file that ends with its header. */
    MediaFormat empty() {
        return warning("the recording has no media behind its header: Gong may discard it");
    }

    /** The same for a file that lacks its end. */
    MediaFormat cutOff() {
        return warning("the recording is cut off: its header announces more than there is");
    }

    /** The same with another warning. */
    MediaFormat warning(String warning) {
        return new MediaFormat(
                extension,
                contentType,
                channelCount,
                duration,
                Stream.concat(warnings.stream(), Stream.of(warning)).toList());
    }

    /**
     * Recognizes the format.
     *
     * @throws UnsupportedMediaException if Gong does not support it, or nothing can be heard or seen in the file
     */
    static MediaFormat of(ObjectBytes bytes) throws UnsupportedMediaException {
        long start = LeadingTags.end(bytes);
        if (FlacFile.begins(bytes, start)) {
            return FlacFile.read(bytes, start);
        }
        if (WaveFile.begins(bytes, start)) {
            return WaveFile.read(bytes, start);
        }
        if (MatroskaFile.begins(bytes, start)) {
            return MatroskaFile.read(bytes, start);
        }
        if (start == 0 && Mp4File.begins(bytes)) {
            return Mp4File.read(bytes);
        }
        if (start > 0 && bytes.has(start + 4, "ftyp")) {
            throw UnsupportedMediaException.broken("MP4", "a tag in front of it displaces its media: remove the tag");
        }
        ForeignFormats.refuse(bytes, start);
        return MpegAudio.read(bytes, start);
    }
}
