package dev.gongrelay.source;

import java.util.Optional;

/**
 * MP3, recognized by its frames. A frame counts only if others follow it, because two bytes of a text or an image can
 * look like the beginning of one. What encoders, recorders and cutters leave in front of it is skipped.
 */
final class MpegAudio {
    /** How many zeros may precede the first frame. Some recorders leave room for a tag. */
    private static final int MOST_ZEROS = 128 * 1024;
    /** How many other bytes may precede it. A cut stream begins within a frame, which has at most 1,441 bytes. */
    private static final int MOST_JUNK_BYTES = 4 * 1024;
    /** How many frames must follow one behind junk, which may look like a frame by chance. */
    private static final int CONFIRMATIONS_BEHIND_JUNK = 3;

    private static final int MP3 = 3;
    private static final int VBRI_OFFSET = 36;
    private static final int XING_FRAMES = 1;
    private static final int XING_BYTES = 2;
    /** How much longer than its encoder counted a file may be, because of tags at its end. */
    private static final double TAGS_SHARE = 0.1;

    private static final int ADTS_SYNC = 0xFFF0;
    private static final int ADTS_HEADER_BYTES = 7;

    private final ObjectBytes bytes;

    private MpegAudio(ObjectBytes bytes) {
        this.bytes = bytes;
    }

    /** Reads the audio that begins at this position, or a little behind it. */
    static MediaFormat read(ObjectBytes bytes, long start) throws UnsupportedMediaException {
        return new MpegAudio(bytes).read(start);
    }

    private MediaFormat read(long start) throws UnsupportedMediaException {
        long begin = start;
        while (begin < start + MOST_ZEROS && bytes.reaches(begin, 1) && bytes.at(begin) == 0) {
            begin++;
        }
        if (isAdts(begin)) {
            throw UnsupportedMediaException.foreign("an AAC stream without a container (ADTS)");
        }
        for (long position = begin; position < begin + MOST_JUNK_BYTES; position++) {
            Optional<MpegFrame> frame = frame(position);
            if (frame.isPresent() && isConfirmed(position, position == begin ? 1 : CONFIRMATIONS_BEHIND_JUNK)) {
                return format(position, frame.get());
            }
        }
        throw ForeignFormats.unrecognized(bytes, start);
    }

    private Optional<MpegFrame> frame(long position) {
        return bytes.at(position) == 0xFF && bytes.reaches(position, MpegFrame.HEADER_BYTES)
                ? MpegFrame.of((int) bytes.bigEndian(position, MpegFrame.HEADER_BYTES))
                : Optional.empty();
    }

    /** Whether this many frames follow the one at a position, or fewer up to the end of the file. */
    private boolean isConfirmed(long position, int times) {
        long next = position;
        Optional<MpegFrame> frame = frame(position);
        for (int i = 0; i <= times; i++) {
            Optional<MpegFrame> here = frame(next);
            if (here.isEmpty() || !frame.orElseThrow().isLike(here.get())) {
                return false;
            }
            next += here.get().lengthBytes();
            if (next > bytes.size() - MpegFrame.HEADER_BYTES) {
                return i > 0 || (times == 1 && next <= bytes.size());
            }
        }
        return true;
    }

    private MediaFormat format(long position, MpegFrame first) throws UnsupportedMediaException {
        if (first.layer() != MP3) {
            throw UnsupportedMediaException.foreign(
                    "MPEG audio of layer " + first.layer() + " (MP" + first.layer() + ")");
        }
        MediaFormat format = new MediaFormat("mp3", "audio/mpeg", first.mono() ? 1 : 2);
        long frames = countedFrames(position, first);
        return frames > 0
                ? format.lasting(frames * first.samples(), first.sampleRate())
                : estimated(format, position, first);
    }

    /** How many frames the encoder counted, by the header of Xing, LAME or Fraunhofer; 0 if unknown. */
    private long countedFrames(long position, MpegFrame first) {
        long xing = position + first.xingOffset();
        if (bytes.has(xing, "Xing") || bytes.has(xing, "Info")) {
            int flags = bytes.at(xing + 7);
            boolean counted = (flags & XING_FRAMES) != 0;
            boolean measured = (flags & XING_BYTES) != 0;
            return counted
                    ? present(bytes.bigEndian(xing + 8, 4), measured ? bytes.bigEndian(xing + 12, 4) : 0, position)
                    : 0;
        }
        long vbri = position + VBRI_OFFSET;
        return bytes.has(vbri, "VBRI")
                ? present(bytes.bigEndian(vbri + 14, 4), bytes.bigEndian(vbri + 10, 4), position)
                : 0;
    }

    /** Scales the counted frames to the size of the file, which may be cut off, or joined from several. */
    private long present(long frames, long countedBytes, long position) {
        double share = countedBytes == 0 ? 1 : (double) (bytes.size() - position) / countedBytes;
        return Math.abs(share - 1) < TAGS_SHARE ? frames : (long) (frames * share);
    }

    /** Extrapolates the duration from the frames in the bytes that were read. */
    private MediaFormat estimated(MediaFormat format, long position, MpegFrame first) {
        long next = position;
        long samples = 0;
        while (bytes.holds(next, MpegFrame.HEADER_BYTES)) {
            Optional<MpegFrame> frame = frame(next).filter(first::isLike);
            if (frame.isEmpty()) {
                break;
            }
            samples += first.samples();
            next += frame.get().lengthBytes();
        }
        double files = (double) (bytes.size() - position) / (next - position);
        return format.lasting((long) (samples * files), first.sampleRate());
    }

    /** Whether it is AAC in frames of its own (ISO/IEC 13818-7, 6.2), which have the layer 0. */
    private boolean isAdts(long position) {
        if (!hasAdtsSync(position)) {
            return false;
        }
        long length = bytes.bigEndian(position + 3, 3) >> 5 & 0x1FFF;
        return length >= ADTS_HEADER_BYTES && (hasAdtsSync(position + length) || position + length == bytes.size());
    }

    private boolean hasAdtsSync(long position) {
        return (bytes.bigEndian(position, 2) & 0xFFF6) == ADTS_SYNC;
    }
}
