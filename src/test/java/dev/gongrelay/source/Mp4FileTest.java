package dev.gongrelay.source;

import static dev.gongrelay.source.MediaBytes.bigEndian;
import static dev.gongrelay.source.MediaBytes.box;
import static dev.gongrelay.source.MediaBytes.hex;
import static dev.gongrelay.source.MediaBytes.id3;
import static dev.gongrelay.source.MediaBytes.join;
import static dev.gongrelay.source.MediaBytes.sound;
import static dev.gongrelay.source.MediaBytes.text;
import static dev.gongrelay.source.MediaBytes.track;
import static dev.gongrelay.source.MediaBytes.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Mp4FileTest {
    private static final byte[] ISOM = box("ftyp", text("isom"), zeros(4), text("isommp41"));
    private static final byte[] AUDIO = track("soun", sound("Opus", 2));
    private static final byte[] VIDEO = track("vide", box("avc1", zeros(78)));
    private static final byte[] SUBTITLE = track("sbtl", box("tx3g", zeros(30)));
    private static final byte[] MEDIA = box("mdat", zeros(100));

    @Test
    void decides_between_audio_and_video_by_the_tracks_handlers() {
        byte[] title = box("udta", text("a video about vide, soun and matroska"));

        assertThat(type(ISOM, box("moov", title, AUDIO), MEDIA)).isEqualTo("audio/mp4");
        assertThat(type(ISOM, box("moov", AUDIO, SUBTITLE, title), MEDIA)).isEqualTo("audio/mp4");
        assertThat(type(ISOM, box("moov", SUBTITLE, AUDIO, VIDEO), MEDIA)).isEqualTo("video/mp4");
        assertThat(type(ISOM, box("moov", VIDEO), MEDIA)).isEqualTo("video/mp4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"free", "skip", "wide", "uuid", "pnot", "mdat", "sidx", "styp"})
    void reads_files_without_a_brand_or_with_another_box_in_front(String first) {
        assertThat(type(box(first, zeros(20)), box("moov", AUDIO), MEDIA)).isEqualTo("audio/mp4");
        assertThat(type(box(first, zeros(20)), ISOM, box("moov", AUDIO), MEDIA)).isEqualTo("audio/mp4");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 100, 16_000, 20_000, 3_000_000_000L, 6_000_000_000L})
    void finds_the_movie_behind_media_of_any_size(long size) {
        byte[] header = size < 1L << 32
                ? join(bigEndian(4, size + 8), text("mdat"))
                : join(bigEndian(4, 1), text("mdat"), bigEndian(8, size + 16));
        byte[] front = join(ISOM, header);
        byte[] movie = box("moov", AUDIO);
        long end = front.length + size;
        OneObject object = new OneObject(end + movie.length, Map.of(0L, front, end, movie));

        MediaFormat format = object.format();

        assertThat(format.contentType()).isEqualTo("audio/mp4");
        assertThat(format.isStereo()).isTrue();
        assertThat(object.requests()).isLessThanOrEqualTo(2);
    }

    @Test
    void skips_the_sample_tables_of_one_track_on_the_way_to_the_next() {
        byte[] tables = box("stbl", zeros(500_000));
        byte[] movie = box("moov", join(track("soun", sound("Opus", 1)), tables, VIDEO));
        OneObject object = new OneObject(join(ISOM, movie, MEDIA));

        assertThat(object.format().contentType()).isEqualTo("video/mp4");

        assertThat(object.requests()).isEqualTo(2);
    }

    @Test
    void reads_a_movie_that_goes_on_to_the_end() {
        byte[] movie = box("moov", AUDIO);

        assertThat(type(ISOM, MEDIA, join(zeros(4), Arrays.copyOfRange(movie, 4, movie.length))))
                .isEqualTo("audio/mp4");
    }

    @ParameterizedTest
    @CsvSource({
        "'M4A ', isom, audio/mp4",
        "'M4B ', isom, audio/mp4",
        "mp42, mp42, audio/mp4",
        "dash, iso6, audio/mp4",
        "MSNV, isom, audio/mp4",
        "3gp5, mp42, audio/mp4",
        "'qt  ', mp41, audio/mp4"
    })
    void takes_files_of_brands_that_are_MP4_or_say_they_are_as_well(String major, String compatible, String type) {
        byte[] brands = box("ftyp", text(major), zeros(4), text("xxxx"), text(compatible));

        assertThat(type(brands, box("moov", AUDIO), MEDIA)).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({
        "3gp4, isom, is a 3GP file",
        "3g2a, isom, is a 3GP file",
        "'qt  ', 'qt  ', is a QuickTime (MOV) file",
        "heic, mif1, is a HEIF or AVIF image"
    })
    void refuses_files_of_other_brands(String major, String compatible, String message) {
        byte[] brands = box("ftyp", text(major), zeros(4), text(compatible));

        assertThatThrownBy(() -> type(brands, box("moov", AUDIO), MEDIA)).hasMessageContaining(message);
    }

    @Test
    void says_why_a_file_of_boxes_can_not_be_used() {
        String unfinished = "it has no moov box, so its recording or its upload was not finished";
        assertUnusable(unfinished, ISOM);
        assertUnusable(unfinished, ISOM, MEDIA);
        assertUnusable(unfinished, ISOM, bigEndian(4, 0), text("mdat"), zeros(100));
        assertUnusable(unfinished, ISOM, bigEndian(4, 1_000_000), text("mdat"), zeros(100));
        assertUnusable(unfinished, ISOM, bigEndian(4, 1), text("mdat"), bigEndian(8, -1), zeros(100));
        assertUnusable(unfinished, ISOM, bigEndian(4, 1), text("mdat"), bigEndian(8, 15), box("moov", AUDIO));
        assertUnusable(unfinished, ISOM, bigEndian(4, 7), text("mdat"), box("moov", AUDIO));
        assertUnusable(unfinished, box("styp", zeros(8)), box("moof", zeros(50)), MEDIA);
        assertUnusable("it ends within its moov box", ISOM, Arrays.copyOf(box("moov", AUDIO, VIDEO), 300));
        String noTrack = "it has neither an audio nor a video track";
        assertUnusable(noTrack, ISOM, box("moov"), MEDIA);
        assertUnusable(noTrack, ISOM, box("moov", SUBTITLE, track("hint", box("rtp ", zeros(16)))), MEDIA);
        assertUnusable(noTrack, ISOM, box("moov", box("trak"), box("trak", box("mdia"))), MEDIA);
        assertUnusable(noTrack, ISOM, box("moov", box("cmov", zeros(200))), MEDIA);
        String noMedia = "it is the first segment of a stream, and its media is in other files";
        assertUnusable(noMedia, ISOM, box("moov", AUDIO, box("mvex")));
        assertUnusable(noMedia, ISOM, box("free", zeros(20)), box("moov", box("mvex"), AUDIO), box("sidx", zeros(20)));
        assertUnusable(noMedia, ISOM, box("moov", AUDIO, VIDEO, box("mvex")), zeros(5));
    }

    @Test
    void takes_a_file_of_so_many_boxes_that_its_media_is_not_reached() {
        byte[][] chain = new byte[20][];
        Arrays.fill(chain, box("free", zeros(20_000)));

        assertThat(type(ISOM, box("moov", AUDIO, box("mvex")), join(chain), MEDIA))
                .isEqualTo("audio/mp4");
    }

    @Test
    void warns_of_a_file_that_is_cut_off() {
        byte[] open = join(bigEndian(4, 0), text("mdat"), zeros(100));
        byte[] cut = join(bigEndian(4, 109), text("mdat"), zeros(100));

        assertThat(warnings(ISOM, box("moov", AUDIO), MEDIA)).isEmpty();
        assertThat(warnings(ISOM, box("moov", AUDIO), open)).isEmpty();
        assertThat(warnings(ISOM, MEDIA, box("moov", AUDIO))).isEmpty();
        assertThat(warnings(ISOM, box("moov", AUDIO), cut))
                .containsExactly("the recording is cut off: its header announces more than there is");
    }

    @Test
    void warns_of_a_file_without_media() {
        String warning = "the recording has no media behind its header: Gong may discard it";

        assertThat(warnings(ISOM, box("moov", AUDIO))).containsExactly(warning);
        assertThat(warnings(ISOM, box("free", zeros(20)), box("moov", AUDIO), zeros(5)))
                .containsExactly(warning);
    }

    @ParameterizedTest
    @CsvSource({
        "soun, enca, true",
        "soun, drms, true",
        "soun, aavd, true",
        "vide, encv, true",
        "vide, drmi, true",
        "soun, mp4a, false",
        "vide, avc1, false"
    })
    void warns_of_an_encrypted_track(String handler, String codec, boolean warned) {
        byte[] other = handler.equals("soun") ? VIDEO : AUDIO;

        assertThat(warnings(ISOM, box("moov", other, track(handler, box(codec, zeros(80)))), MEDIA))
                .isEqualTo(warned ? List.of("the recording is encrypted (DRM): Gong may discard it") : List.of());
    }

    @Test
    void refuses_a_file_behind_a_tag_that_displaces_its_media() {
        assertUnusable(
                "a tag in front of it displaces its media: remove the tag",
                id3(4, 0, 200),
                ISOM,
                box("moov", AUDIO),
                MEDIA);
    }

    private static List<String> warnings(byte[]... boxes) {
        return new OneObject(join(boxes)).format().warnings();
    }

    @Test
    void finds_media_in_fragments() {
        assertThat(type(ISOM, box("moov", AUDIO, box("mvex")), box("sidx", zeros(20)), box("moof", zeros(20)), MEDIA))
                .isEqualTo("audio/mp4");
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 16, 24})
    void looks_for_the_movie_no_further_than_256_KiB_in_small_boxes(int size) {
        byte[] one = box("free", zeros(size - 8));
        byte[][] chain = new byte[400_000 / size][];
        Arrays.fill(chain, one);
        OneObject object = new OneObject(join(ISOM, join(chain), box("moov", AUDIO)));

        assertThatThrownBy(object::format).hasMessageContaining("no moov box").hasMessageEndingWith("256 KiB of it");

        assertThat(object.bytesRead()).isEqualTo(256 * 1024);
        assertThat(object.requests()).isEqualTo(16);
    }

    @Test
    void looks_for_the_movie_in_no_more_than_16_requests_behind_large_boxes() {
        byte[][] chain = new byte[40][];
        Arrays.fill(chain, box("mdat", zeros(20_000)));
        OneObject object = new OneObject(join(ISOM, join(chain), box("moov", AUDIO)));

        assertThatThrownBy(object::format).hasMessageContaining("no moov box").hasMessageEndingWith("256 KiB of it");

        assertThat(object.requests()).isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 60000, 0, 0, 60",
        "1000, 60000, 8000, 999, 60",
        "1000, 0, 8000, 1000000, 125",
        "1000, 4294967295, 8000, 1000000, 125",
        "0, 60000, 0, 0, 0",
        "600, 4294967294, 0, 0, 7158278"
    })
    void knows_the_duration_of_the_movie_or_its_longest_track(
            long movieScale, long movieUnits, long trackScale, long trackUnits, long seconds) {
        byte[] movieHeader = box("mvhd", zeros(12), bigEndian(4, movieScale), bigEndian(4, movieUnits), zeros(80));
        byte[] trackHeader = box("mdhd", zeros(12), bigEndian(4, trackScale), bigEndian(4, trackUnits), zeros(4));
        byte[] handler = box("hdlr", zeros(8), text("soun"), zeros(13));
        byte[] movie = box("moov", movieHeader, box("trak", box("mdia", trackHeader, handler)));

        assertThat(new OneObject(join(ISOM, movie)).format().duration().toSeconds())
                .isEqualTo(seconds);
    }

    @ParameterizedTest
    @CsvSource({"120000, 120", "-1, 0", "-5, 0", "9223372036854775807, 9223372036854775"})
    void knows_a_duration_of_64_bits(long units, long seconds) {
        byte[] header = box("mvhd", hex("01000000"), zeros(16), bigEndian(4, 1000), bigEndian(8, units), zeros(80));

        assertThat(new OneObject(join(ISOM, box("moov", header, AUDIO)))
                        .format()
                        .duration())
                .isBetween(Duration.ofSeconds(seconds), Duration.ofSeconds(seconds + 1));
    }

    @ParameterizedTest
    @CsvSource({"1, 9223372036854775807", "999, 9223372036854775807", "1, 9223372036854776"})
    void does_not_know_a_duration_that_no_clock_has(long scale, long units) {
        byte[] header = box("mvhd", hex("01000000"), zeros(16), bigEndian(4, scale), bigEndian(8, units), zeros(80));

        assertThat(new OneObject(join(ISOM, box("moov", header, AUDIO), MEDIA))
                        .format()
                        .duration())
                .isZero();
    }

    @Test
    void knows_the_duration_of_fragments_only_if_that_of_all_of_them_is_told() {
        byte[] header = box("mvhd", zeros(12), bigEndian(4, 1000), bigEndian(4, 5000), zeros(80));
        byte[] told = box("mvex", box("mehd", zeros(4), bigEndian(4, 90_000)), box("trex", zeros(24)));
        byte[] wide = box("mvex", box("mehd", hex("01000000"), bigEndian(8, 90_000)));
        byte[] untold = box("mvex", box("trex", zeros(24)));

        assertThat(duration(box("moov", header, AUDIO, told))).isEqualTo(Duration.ofSeconds(90));
        assertThat(duration(box("moov", header, AUDIO, wide))).isEqualTo(Duration.ofSeconds(90));
        assertThat(duration(box("moov", header, AUDIO, untold))).isZero();
    }

    private static Duration duration(byte[] movie) {
        return new OneObject(join(ISOM, movie, box("moof", zeros(100)), MEDIA))
                .format()
                .duration();
    }

    private static String type(byte[]... boxes) {
        return new OneObject(join(boxes)).format().contentType();
    }

    private static void assertUnusable(String why, byte[]... boxes) {
        assertThatThrownBy(() -> type(boxes)).hasMessageEndingWith("is not a usable MP4 file: " + why);
    }
}
