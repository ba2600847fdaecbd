package dev.gongrelay.source;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * MP4, recognized by its boxes (ISO/IEC 14496-12). The {@code ftyp} box names the formats that the file complies with, and
 * {@code moov}, which may lie behind the media, has the tracks.
 */
final class Mp4File {
    /** The boxes that a file may begin with. Without {@code ftyp} it is MP4 (ISO/IEC 14496-12, 4.3). */
    private static final Set<String> FIRST_BOXES =
            Set.of("ftyp", "moov", "mdat", "free", "skip", "wide", "pnot", "styp", "moof", "sidx", "uuid", "pdin");

    /** The boxes that have the media, or tell where it is. */
    private static final Set<String> MEDIA_BOXES = Set.of("mdat", "moof", "imda");

    /** The brands of a file of another family that is also MP4 (ISO/IEC 14496-14, 4). */
    private static final Set<String> MP4_BRANDS = Set.of("mp41", "mp42");

    /** Sample entries of protected tracks (ISO/IEC 14496-12, 8.12), and those of Apple's and Audible's shops. */
    private static final Set<String> ENCRYPTED = Set.of("enca", "encv", "drms", "drmi", "aavd");

    private static final int MOST_BRANDS = 64;

    private final ObjectBytes bytes;

    private Mp4File(ObjectBytes bytes) {
        this.bytes = bytes;
    }

    static boolean begins(ObjectBytes bytes) {
        return FIRST_BOXES.contains(bytes.text(4, 4))
                && Mp4Box.all(bytes).findFirst().isPresent();
    }

    static MediaFormat read(ObjectBytes bytes) throws UnsupportedMediaException {
        return new Mp4File(bytes).read();
    }

    private MediaFormat read() throws UnsupportedMediaException {
        Optional<Mp4Box> fileType = Mp4Box.all(bytes)
                .takeWhile(box -> !box.type().equals("moov"))
                .filter(box -> box.type().equals("ftyp"))
                .findFirst();
        if (fileType.isPresent()) {
            checkBrands(fileType.get());
        }
        Mp4Box movie = Mp4Box.all(bytes)
                .filter(box -> box.type().equals("moov"))
                .findFirst()
                .orElseThrow(() -> UnsupportedMediaException.broken(
                        "MP4", "it has no moov box, so its recording or its upload was not finished"));
        if (!movie.whole()) {
            throw UnsupportedMediaException.broken("MP4", "it ends within its moov box");
        }
        MediaFormat format = format(movie);
        if (movie.child("mvex").isPresent() && !hasMedia()) {
            throw UnsupportedMediaException.broken(
                    "MP4", "it is the first segment of a stream, and its media is in other files");
        }
        if (!hasMedia()) {
            return format.empty();
        }
        return isCutOff() ? format.cutOff() : format;
    }

    private boolean isCutOff() {
        return Mp4Box.all(bytes)
                .filter(box -> box.type().equals("mdat"))
                .findFirst()
                .filter(media -> !media.whole())
                .isPresent();
    }

    private boolean hasMedia() {
        return Mp4Box.all(bytes).anyMatch(box -> MEDIA_BOXES.contains(box.type())) || bytes.isExhausted();
    }

    private void checkBrands(Mp4Box fileType) throws UnsupportedMediaException {
        String major = bytes.text(fileType.body(), 4);
        String family = major.startsWith("3g")
                ? "a 3GP file"
                : switch (major) {
                    case "qt  " -> "a QuickTime (MOV) file";
                    case "heic", "heix", "mif1", "msf1", "avif", "avis" -> "a HEIF or AVIF image";
                    default -> "";
                };
        boolean alsoMp4 = IntStream.range(0, MOST_BRANDS)
                .mapToLong(index -> fileType.body() + 8 + 4L * index)
                .takeWhile(brand -> brand + 4 <= fileType.end())
                .anyMatch(brand -> MP4_BRANDS.contains(bytes.text(brand, 4)));
        if (!family.isEmpty() && !alsoMp4) {
            throw UnsupportedMediaException.foreign(family);
        }
    }

    private MediaFormat format(Mp4Box movie) throws UnsupportedMediaException {
        List<Mp4Box> tracks = movie.children(0)
                .filter(box -> box.type().equals("trak"))
                .flatMap(track -> track.child("mdia").stream())
                .toList();
        List<Mp4Box> audio =
                tracks.stream().filter(track -> handler(track).equals("soun")).toList();
        boolean video = tracks.stream().anyMatch(track -> handler(track).equals("vide"));
        if (!video && audio.isEmpty()) {
            throw UnsupportedMediaException.broken("MP4", "it has neither an audio nor a video track");
        }
        int channels = audio.size() == 1 ? channels(audio.get(0)) : 0;
        MediaFormat format =
                video ? new MediaFormat("mp4", "video/mp4", channels) : new MediaFormat("m4a", "audio/mp4", channels);
        if (audio.isEmpty()) {
            format = format.silent();
        }
        if (tracks.stream().anyMatch(Mp4File::isEncrypted)) {
            format = format.warning("the recording is encrypted (DRM): Gong may discard it");
        }
        Length length = length(movie, tracks);
        return format.lasting(length.units, length.unitsPerSecond);
    }

    private String handler(Mp4Box media) {
        return media.child("hdlr").map(box -> bytes.text(box.body() + 8, 4)).orElse("");
    }

    private static int channels(Mp4Box media) {
        return descriptions(media).map(SoundDescription::channels).orElse(0);
    }

    private static boolean isEncrypted(Mp4Box media) {
        return descriptions(media)
                .flatMap(box -> box.children(SoundDescription.OWN_BYTES).findFirst())
                .filter(entry -> ENCRYPTED.contains(entry.type()))
                .isPresent();
    }

    private static Optional<Mp4Box> descriptions(Mp4Box media) {
        return media.child("minf").flatMap(box -> box.child("stbl")).flatMap(box -> box.child("stsd"));
    }

    /** The movie's length, or else that of its longest track; with fragments, only the length of all of them. */
    private Length length(Mp4Box movie, List<Mp4Box> tracks) {
        Length whole = movie.child("mvhd").map(this::length).orElse(Length.UNKNOWN);
        Optional<Mp4Box> fragments = movie.child("mvex");
        if (fragments.isPresent()) {
            return fragments
                    .get()
                    .child("mehd")
                    .map(box -> new Length(number(box, 4, 4), whole.unitsPerSecond))
                    .orElse(Length.UNKNOWN);
        }
        return whole.seconds() > 0
                ? whole
                : tracks.stream()
                        .flatMap(track -> track.child("mdhd").map(this::length).stream())
                        .max(Comparator.comparingDouble(Length::seconds))
                        .orElse(Length.UNKNOWN);
    }

    /** The length in {@code mvhd} or {@code mdhd}, which begin alike. */
    private Length length(Mp4Box header) {
        boolean wide = bytes.at(header.body()) == 1;
        long timescale = bytes.bigEndian(header.body() + (wide ? 20 : 12), 4);
        return new Length(number(header, 16, 24), timescale);
    }

    /** A number that has 4 bytes in a box of version 0, and 8 in version 1; 0 if all its bits are set: unknown. */
    private long number(Mp4Box box, int narrowAt, int wideAt) {
        boolean wide = bytes.at(box.body()) == 1;
        long number = bytes.bigEndian(box.body() + (wide ? wideAt : narrowAt), wide ? 8 : 4);
        return number == (wide ? -1 : 0xFFFFFFFFL) ? 0 : number;
    }

    private record Length(long units, long unitsPerSecond) {
        static final Length UNKNOWN = new Length(0, 0);

        double seconds() {
            return unitsPerSecond == 0 ? 0 : (double) units / unitsPerSecond;
        }
    }
}
