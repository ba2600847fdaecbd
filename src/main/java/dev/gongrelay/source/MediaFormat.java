package dev.gongrelay.source;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a recording is by its first bytes, whatever its name and stored type say. The formats are those that Gong takes
 * (Gong, "Add call media", 2025-11-17); the type has to be truthful, an audio-only MP4 sent as video is refused.
 *
 * @param extension of a file of this format, without a dot
 * @param contentType as a sender should declare it
 * @param channelCount of an audio format that tells it in its first bytes; 0 where unknown
 */
public record MediaFormat(String extension, String contentType, int channelCount) {
    /** How many of the first bytes are looked at. */
    public static final int HEAD_BYTES = 16 * 1024;

    /** How many channels there are; empty if the first bytes do not tell. */
    public OptionalInt channels() {
        return channelCount == 0 ? OptionalInt.empty() : OptionalInt.of(channelCount);
    }

    /** Whether there are exactly two channels. */
    public boolean isStereo() {
        return channelCount == 2;
    }

    /**
     * Tells the format.
     *
     * @param head the first bytes, up to {@link #HEAD_BYTES}
     * @param name the object's name, and {@code storedType} its type, which decide between the audio and the video form
     *     of an MP4 file whose first bytes don't
     * @return empty when it is none that Gong takes
     */
    public static Optional<MediaFormat> of(byte[] head, String name, String storedType) {
        Head bytes = new Head(head);
        if ((bytes.has(0, "RIFF") || bytes.has(0, "RF64")) && bytes.has(8, "WAVE")) {
            return Optional.of(new MediaFormat("wav", "audio/wav", bytes.wavChannels()));
        }
        if (bytes.has(0, "fLaC")) {
            return Optional.of(new MediaFormat("flac", "audio/flac", ((bytes.at(20) >> 1) & 7) + 1));
        }
        if (bytes.has(4, "ftyp")) {
            return Optional.of(
                    audioOnly(bytes, name, storedType)
                            ? new MediaFormat("m4a", "audio/mp4", 0)
                            : new MediaFormat("mp4", "video/mp4", 0));
        }
        if (bytes.at(0) == 0x1A && bytes.at(1) == 0x45 && bytes.at(2) == 0xDF && bytes.at(3) == 0xA3) {
            return bytes.contains("matroska")
                    ? Optional.of(new MediaFormat("mkv", "video/x-matroska", 0))
                    : Optional.empty();
        }
        boolean frame = bytes.at(0) == 0xFF && (bytes.at(1) & 0xE6) == 0xE2;
        return bytes.has(0, "ID3") || frame ? Optional.of(new MediaFormat("mp3", "audio/mpeg", 0)) : Optional.empty();
    }

    private static boolean audioOnly(Head bytes, String name, String storedType) {
        if (bytes.contains("vide")) {
            return false;
        }
        return bytes.contains("soun")
                || bytes.has(8, "M4A ")
                || storedType.toLowerCase(Locale.ROOT).startsWith("audio/")
                || name.toLowerCase(Locale.ROOT).endsWith(".m4a");
    }

    /** The first bytes, beyond whose end there are zeros. */
    private record Head(byte[] bytes) {
        int at(int index) {
            return index < bytes.length ? bytes[index] & 0xFF : 0;
        }

        boolean has(int index, String text) {
            for (int i = 0; i < text.length(); i++) {
                if (at(index + i) != text.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        boolean contains(String text) {
            for (int i = 0; i + text.length() <= bytes.length; i++) {
                if (has(i, text)) {
                    return true;
                }
            }
            return false;
        }

        /** The channels in the {@code fmt } chunk, which other chunks may stand before; 0 when it is not in sight. */
        int wavChannels() {
            for (long chunk = 12; chunk + 12 <= bytes.length; ) {
                int start = (int) chunk;
                if (has(start, "fmt ")) {
                    return at(start + 10) | at(start + 11) << 8;
                }
                long size = at(start + 4) | at(start + 5) << 8 | at(start + 6) << 16 | (long) at(start + 7) << 24;
                chunk += 8 + size + (size & 1);
            }
            return 0;
        }
    }
}
