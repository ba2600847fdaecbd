package dev.gongrelay.source;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Matroska, recognized by its elements (RFC 9559): the document type, and the segment's tracks and duration. */
final class MatroskaFile {
    private static final long HEADER = 0x1A45DFA3;
    private static final long DOC_TYPE = 0x4282;
    private static final long SEGMENT = 0x18538067;
    private static final long SEEK_HEAD = 0x114D9B74;
    private static final long SEEK = 0x4DBB;
    private static final long SEEK_ID = 0x53AB;
    private static final long SEEK_POSITION = 0x53AC;
    private static final long INFO = 0x1549A966;
    private static final long TIMESTAMP_SCALE = 0x2AD7B1;
    private static final long DURATION = 0x4489;
    private static final long TRACKS = 0x1654AE6B;
    private static final long TRACK_ENTRY = 0xAE;
    private static final long TRACK_TYPE = 0x83;
    private static final long AUDIO = 0xE1;
    private static final long CHANNELS = 0x9F;
    private static final long CLUSTER = 0x1F43B675;

    private static final int VIDEO_TRACK = 1;
    private static final int AUDIO_TRACK = 2;
    private static final int MOST_CHANNELS = 255;
    private static final int LONGEST_DOC_TYPE = 16;
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private final EbmlElement segment;

    private MatroskaFile(EbmlElement segment) {
        this.segment = segment;
    }

    static boolean begins(ObjectBytes bytes, long start) {
        return bytes.bigEndian(start, 4) == HEADER;
    }

    static MediaFormat read(ObjectBytes bytes, long start) throws UnsupportedMediaException {
        String type = find(EbmlElement.all(bytes, start), HEADER)
                .flatMap(header -> header.child(DOC_TYPE))
                .map(element -> element.text(LONGEST_DOC_TYPE))
                .orElse("");
        if (!type.equals("matroska")) {
            throw UnsupportedMediaException.foreign(
                    type.equals("webm") ? "a WebM file" : "an EBML file, but neither Matroska nor WebM");
        }
        EbmlElement segment = find(EbmlElement.all(bytes, start), SEGMENT)
                .orElseThrow(() -> UnsupportedMediaException.broken("MKV", "it has no segment"));
        return new MatroskaFile(segment).format();
    }

    private MediaFormat format() throws UnsupportedMediaException {
        List<EbmlElement> tracks = tracks().stream()
                .flatMap(EbmlElement::children)
                .filter(child -> child.id() == TRACK_ENTRY)
                .toList();
        List<EbmlElement> audio =
                tracks.stream().filter(track -> type(track) == AUDIO_TRACK).toList();
        boolean video = tracks.stream().anyMatch(track -> type(track) == VIDEO_TRACK);
        if (!video && audio.isEmpty()) {
            throw UnsupportedMediaException.broken("MKV", "it has neither an audio nor a video track");
        }
        int channels = audio.size() == 1 ? channels(audio.get(0)) : 0;
        MediaFormat format = new MediaFormat("mkv", video ? "video/x-matroska" : "audio/x-matroska", channels);
        MediaFormat lasting = (audio.isEmpty() ? format.silent() : format).lasting(nanos(), NANOS_PER_SECOND);
        if (!hasMedia()) {
            return lasting.empty();
        }
        return segment.whole() ? lasting : lasting.cutOff();
    }

    private boolean hasMedia() {
        return find(segment.all(), CLUSTER).isPresent() || segment.bytes().isExhausted();
    }

    /** The tracks: in front of the media, where the index says, or somewhere behind. */
    private Optional<EbmlElement> tracks() {
        return find(head(), TRACKS).or(() -> indexed(TRACKS)).or(() -> find(segment.all(), TRACKS));
    }

    private Stream<EbmlElement> head() {
        return segment.all().takeWhile(element -> element.id() != CLUSTER);
    }

    private Optional<EbmlElement> indexed(long id) {
        return head().filter(element -> element.id() == SEEK_HEAD)
                .flatMap(EbmlElement::children)
                .filter(seek -> seek.id() == SEEK && number(seek, SEEK_ID, 0) == id)
                .findFirst()
                .flatMap(seek -> segment.at(number(seek, SEEK_POSITION, 0)))
                .filter(element -> element.id() == id);
    }

    /** The duration; 0 if unknown, as in a live stream. */
    private long nanos() {
        Optional<EbmlElement> info = find(head(), INFO).or(() -> indexed(INFO));
        double units = info.flatMap(element -> element.child(DURATION))
                .map(EbmlElement::real)
                .orElse(0.0);
        return (long) (units
                * info.map(element -> number(element, TIMESTAMP_SCALE, NANOS_PER_MILLI))
                        .orElse(0L));
    }

    private static long type(EbmlElement track) {
        return number(track, TRACK_TYPE, 0);
    }

    /** One by default (RFC 9559, 5.1.4.1.29.3); 0 if the number can't be right. */
    private static int channels(EbmlElement track) {
        long channels = track.child(AUDIO)
                .map(settings -> number(settings, CHANNELS, 1))
                .orElse(1L);
        return channels > 0 && channels <= MOST_CHANNELS ? (int) channels : 0;
    }

    private static long number(EbmlElement parent, long id, long otherwise) {
        return parent.child(id).map(EbmlElement::number).orElse(otherwise);
    }

    private static Optional<EbmlElement> find(Stream<EbmlElement> elements, long id) {
        return elements.filter(element -> element.id() == id).findFirst();
    }
}
