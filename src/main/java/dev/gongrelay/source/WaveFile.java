package dev.gongrelay.source;

import java.util.Set;

/**
 * WAV, recognized by its chunks (Microsoft, "Multiple channel audio data and WAVE files"), and its variants for more than
 * 4 GiB, RF64 (EBU Tech 3306) and BW64 (ITU-R BS.2088), whose {@code ds64} chunk has the true length of the audio.
 */
final class WaveFile {
    private static final int FILE_HEADER_BYTES = 12;
    private static final int CHUNK_HEADER_BYTES = 8;
    private static final int SHORTEST_FORMAT_BYTES = 14;
    private static final int EXTENSIBLE_FORMAT_BYTES = 40;
    private static final int EXTENSIBLE = 0xFFFE;
    private static final int GSM_610 = 0x31;
    /** The codecs in which each second has the same number of bytes: PCM, floating-point PCM, A-law and mu-law. */
    private static final Set<Integer> CONSTANT = Set.of(1, 3, 6, 7);
    /** Written by software that streams and doesn't know the size yet. */
    private static final long UNKNOWN_SIZE = 0xFFFFFFFFL;
    /** Other software that streams writes a size a little below 2 or 4 GiB. */
    private static final long LEAST_PLACEHOLDER = 0x7F000000L;

    private final ObjectBytes bytes;
    private long longSize;
    private int codec;
    private int channels;
    private long samplesPerSecond;
    private long bytesPerSecond;
    private long samples;

    private WaveFile(ObjectBytes bytes) {
        this.bytes = bytes;
    }

    static boolean begins(ObjectBytes bytes, long start) {
        return (bytes.has(start, "RIFF") || bytes.has(start, "RF64") || bytes.has(start, "BW64"))
                && bytes.has(start + 8, "WAVE");
    }

    static MediaFormat read(ObjectBytes bytes, long start) throws UnsupportedMediaException {
        return new WaveFile(bytes).read(start);
    }

    private MediaFormat read(long start) throws UnsupportedMediaException {
        long chunk = start + FILE_HEADER_BYTES;
        while (bytes.reaches(chunk, CHUNK_HEADER_BYTES)) {
            long content = chunk + CHUNK_HEADER_BYTES;
            long size = bytes.littleEndian(chunk + 4, 4);
            switch (bytes.text(chunk, 4)) {
                case "ds64" -> longSize = bytes.littleEndian(content + 8, 8);
                case "fmt " -> readFormat(content, size);
                case "fact" -> samples = bytes.littleEndian(content, 4);
                case "data" -> {
                    MediaFormat format = lasting(format(), audioBytes(content, size));
                    return isCutOff(content, size) ? format.cutOff() : format;
                }
                default -> {}
            }
            chunk = end(content, size);
        }
        if (channels > 0 && bytes.isExhausted()) {
            return format();
        }
        throw UnsupportedMediaException.broken("WAV", "it has no " + (channels == 0 ? "fmt" : "data") + " chunk");
    }

    private void readFormat(long content, long size) throws UnsupportedMediaException {
        channels = (int) bytes.littleEndian(content + 2, 2);
        if (size < SHORTEST_FORMAT_BYTES || channels == 0) {
            throw UnsupportedMediaException.broken("WAV", "its fmt chunk names no channels");
        }
        codec = (int) bytes.littleEndian(content, 2);
        if (codec == EXTENSIBLE && size >= EXTENSIBLE_FORMAT_BYTES) {
            codec = (int) bytes.littleEndian(content + 24, 2);
        }
        samplesPerSecond = bytes.littleEndian(content + 4, 4);
        bytesPerSecond = bytes.littleEndian(content + 8, 4);
    }

    private MediaFormat format() throws UnsupportedMediaException {
        if (channels == 0) {
            throw UnsupportedMediaException.broken("WAV", "it has no fmt chunk before its data");
        }
        MediaFormat format = new MediaFormat("wav", "audio/wav", channels);
        return codec == GSM_610
                ? format.warning("the recording is GSM 6.10 in a WAV file, which Gong may discard:"
                        + " record PCM, mu-law or A-law")
                : format;
    }

    /** With ADPCM and MP3, some software writes zero or twice the bytes per second, but counts the samples. */
    private MediaFormat lasting(MediaFormat format, long audioBytes) {
        boolean counted = samples > 0 && samples < UNKNOWN_SIZE && !CONSTANT.contains(codec);
        return counted ? format.lasting(samples, samplesPerSecond) : format.lasting(audioBytes, bytesPerSecond);
    }

    /** How much audio there is, even if the header claims more, or software that streamed left the size open. */
    private long audioBytes(long content, long size) throws UnsupportedMediaException {
        long present = bytes.size() - content;
        if (present == 0) {
            throw UnsupportedMediaException.broken("WAV", "it ends with its header");
        }
        long declared = size == UNKNOWN_SIZE ? longSize : size;
        return declared > 0 ? Math.min(declared, present) : present;
    }

    private boolean isCutOff(long content, long size) {
        long declared = size == UNKNOWN_SIZE ? longSize : size;
        return declared < LEAST_PLACEHOLDER && declared > bytes.size() - content;
    }

    /** Chunks begin at even positions, but some software forgets the padding byte. */
    private long end(long content, long size) {
        long end = content + size;
        boolean unpadded = (size & 1) == 0 || bytes.has(end, "fmt ") || bytes.has(end, "data");
        return unpadded ? end : end + 1;
    }
}
