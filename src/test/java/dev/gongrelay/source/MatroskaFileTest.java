package dev.gongrelay.source;

import static dev.gongrelay.source.MediaBytes.bigEndian;
import static dev.gongrelay.source.MediaBytes.element;
import static dev.gongrelay.source.MediaBytes.hex;
import static dev.gongrelay.source.MediaBytes.id3;
import static dev.gongrelay.source.MediaBytes.join;
import static dev.gongrelay.source.MediaBytes.openElement;
import static dev.gongrelay.source.MediaBytes.text;
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

class MatroskaFileTest {
    private static final long SEGMENT = 0x18538067;
    private static final long INFO = 0x1549A966;
    private static final long TRACKS = 0x1654AE6B;
    private static final long CLUSTER = 0x1F43B675;
    private static final long SEEK_HEAD = 0x114D9B74;
    private static final long VOID = 0xEC;

    private static final byte[] MATROSKA = header("matroska");
    private static final byte[] AUDIO = audio(element(0x9F, bigEndian(1, 2)));
    private static final byte[] VIDEO = element(0xAE, element(0x83, bigEndian(1, 1)));
    private static final byte[] SUBTITLE = element(0xAE, element(0x83, bigEndian(1, 0x11)));

    @Test
    void decides_between_audio_and_video_by_the_tracks() {
        assertThat(format(element(TRACKS, AUDIO)).contentType()).isEqualTo("audio/x-matroska");
        assertThat(format(element(TRACKS, SUBTITLE, AUDIO)).contentType()).isEqualTo("audio/x-matroska");
        assertThat(format(element(TRACKS, AUDIO, VIDEO)).contentType()).isEqualTo("video/x-matroska");
        assertThat(format(element(TRACKS, VIDEO)).contentType()).isEqualTo("video/x-matroska");
        assertThat(format(element(TRACKS, AUDIO)).extension()).isEqualTo("mkv");
    }

    @Test
    void counts_the_channels_of_the_only_audio_track() {
        byte[] mono = audio();
        byte[] undescribed = element(0xAE, element(0x83, bigEndian(1, 2)));

        assertThat(format(element(TRACKS, VIDEO, AUDIO)).channelCount()).isEqualTo(2);
        assertThat(format(element(TRACKS, mono)).channelCount()).isEqualTo(1);
        assertThat(format(element(TRACKS, undescribed)).channelCount()).isEqualTo(1);
        assertThat(format(element(TRACKS, AUDIO, mono)).channelCount()).isZero();
        assertThat(format(element(TRACKS, audio(element(0x9F, bigEndian(8, -1)))))
                        .channelCount())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "webm | is a WebM file, which Gong does not support",
                "other | is an EBML file, but neither Matroska nor WebM",
                "'' | is an EBML file, but neither Matroska nor WebM",
                "matroska3 | is an EBML file, but neither Matroska nor WebM"
            })
    void refuses_documents_of_another_type(String type, String message) {
        byte[] segment = element(SEGMENT, element(INFO, element(0x4D80, text("matroska"))), element(TRACKS, AUDIO));

        assertThatThrownBy(() -> new OneObject(join(header(type), segment)).format())
                .hasMessageContaining(message);
    }

    @Test
    void reads_a_type_that_is_filled_up_with_zeros() {
        byte[] segment = element(SEGMENT, element(TRACKS, AUDIO));

        assertThat(new OneObject(join(header("matroska\0\0\0"), segment))
                        .format()
                        .extension())
                .isEqualTo("mkv");
    }

    @Test
    void refuses_a_document_without_a_type() {
        byte[] file = join(element(0x1A45DFA3, element(0x4286, bigEndian(1, 1))), element(SEGMENT));

        assertThatThrownBy(() -> new OneObject(file).format()).hasMessageContaining("is an EBML file");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, 20_000, 2_000_000})
    void finds_the_tracks_behind_empty_space(int size) {
        OneObject object = new OneObject(
                join(MATROSKA, element(SEGMENT, element(VOID, zeros(size)), element(TRACKS, VIDEO, AUDIO))));

        assertThat(object.format().channelCount()).isEqualTo(2);

        assertThat(object.requests()).isLessThanOrEqualTo(2);
    }

    @Test
    void reads_a_stream_whose_elements_do_not_say_where_they_end() {
        byte[] info = join(openElement(INFO), element(0x2AD7B1, bigEndian(4, 1_000_000)));
        byte[] tracks = join(openElement(TRACKS), element(VOID, zeros(9)), VIDEO, AUDIO);
        byte[] cluster = join(openElement(CLUSTER), element(0xE7, bigEndian(1, 0)), element(0xA3, zeros(500)));
        byte[] file = join(MATROSKA, openElement(SEGMENT), info, tracks, cluster, cluster);
        byte[] tracksLast = join(MATROSKA, openElement(SEGMENT), cluster, cluster, tracks);

        assertThat(new OneObject(file).format().contentType()).isEqualTo("video/x-matroska");
        assertThat(new OneObject(tracksLast).format().channelCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 40})
    void finds_tracks_behind_the_media_by_the_index(int clusters) {
        byte[][] media = new byte[clusters][];
        Arrays.fill(media, element(CLUSTER, zeros(30_000)));
        byte[] clustered = join(media);
        byte[] seekId = element(0x53AB, bigEndian(4, TRACKS));
        int indexBytes = element(SEEK_HEAD, element(0x4DBB, seekId, element(0x53AC, zeros(8)))).length;
        byte[] position = element(0x53AC, bigEndian(8, indexBytes + clustered.length));
        byte[] index = element(SEEK_HEAD, element(0x4DBB, seekId, position));
        OneObject object = new OneObject(join(MATROSKA, element(SEGMENT, index, clustered, element(TRACKS, AUDIO))));

        assertThat(object.format().channelCount()).isEqualTo(2);

        assertThat(object.requests()).isLessThanOrEqualTo(3);
    }

    @Test
    void finds_tracks_behind_the_media_without_an_index() {
        byte[] cluster = element(CLUSTER, zeros(30_000));

        assertThat(format(cluster, cluster, cluster, element(TRACKS, AUDIO)).channelCount())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"-1", "0", "1", "500000", "9223372036854775807"})
    void does_without_an_index_that_leads_nowhere(long position) {
        byte[] seek = element(0x4DBB, element(0x53AB, bigEndian(4, TRACKS)), element(0x53AC, bigEndian(8, position)));

        assertThat(format(element(SEEK_HEAD, seek), element(CLUSTER, zeros(50)), element(TRACKS, AUDIO))
                        .channelCount())
                .isEqualTo(2);
    }

    @Test
    void knows_the_duration() {
        byte[] scale = element(0x2AD7B1, bigEndian(4, 100_000));
        byte[] real = element(0x4489, bigEndian(8, Double.doubleToLongBits(1_200_000)));
        byte[] single = element(0x4489, bigEndian(4, Float.floatToIntBits(90_000)));

        assertThat(duration(scale, real)).isEqualTo(Duration.ofMinutes(2));
        assertThat(duration(single)).isEqualTo(Duration.ofSeconds(90));
        assertThat(duration(scale)).isZero();
        assertThat(format(element(TRACKS, AUDIO)).duration()).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -5, Double.NEGATIVE_INFINITY, 0})
    void knows_no_duration_that_can_not_be(double units) {
        assertThat(duration(element(0x4489, bigEndian(8, Double.doubleToLongBits(units)))))
                .isZero();
    }

    @Test
    void says_why_a_file_can_not_be_used() {
        assertUnusable("it has no segment", MATROSKA);
        assertUnusable("it has no segment", MATROSKA, element(VOID, zeros(100)));
        String noTracks = "it has neither an audio nor a video track";
        assertUnusable(noTracks, MATROSKA, element(SEGMENT));
        assertUnusable(noTracks, MATROSKA, element(SEGMENT, element(TRACKS)));
        assertUnusable(noTracks, MATROSKA, element(SEGMENT, element(TRACKS, SUBTITLE), element(CLUSTER, zeros(50))));
        assertUnusable(noTracks, MATROSKA, element(SEGMENT, element(INFO), element(CLUSTER, zeros(50))));
        assertUnusable(noTracks, MATROSKA, openElement(SEGMENT), element(VOID, zeros(10)), hex("00 00 00"));
        assertUnusable(noTracks, MATROSKA, openElement(SEGMENT), openElement(VOID), element(TRACKS, AUDIO));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC80", "1F43B67580", "1F43B675FF", "1654AE6BFF", "114D9B74FF", "1F43B67501000000000000FF"})
    void looks_for_tracks_no_further_than_256_KiB(String repeated) {
        byte[][] chain = new byte[200_000][];
        Arrays.fill(chain, hex(repeated));
        OneObject object = new OneObject(join(MATROSKA, openElement(SEGMENT), join(chain), element(TRACKS, AUDIO)));

        assertThatThrownBy(object::format).hasMessageContaining("neither an audio nor a video track");

        assertThat(object.bytesRead()).isLessThanOrEqualTo(256 * 1024);
        assertThat(object.requests()).isLessThanOrEqualTo(16);
    }

    @Test
    void skips_a_large_attachment_without_reading_it() {
        byte[] front = join(MATROSKA, openElement(SEGMENT), hex("1941A469 01000000 40000000"));
        byte[] tracks = element(TRACKS, AUDIO);
        long end = front.length + 0x40000000L;
        OneObject object = new OneObject(end + tracks.length, Map.of(0L, front, end, tracks));

        assertThat(object.format().channelCount()).isEqualTo(2);

        assertThat(object.requests()).isEqualTo(2);
    }

    @Test
    void warns_of_a_file_that_is_cut_off_or_has_no_media() {
        byte[] tracks = element(TRACKS, AUDIO);
        byte[] media = element(CLUSTER, zeros(100));
        byte[] whole = join(MATROSKA, element(SEGMENT, tracks, media));
        byte[] live = join(MATROSKA, openElement(SEGMENT), tracks, media);

        assertThat(warnings(whole)).isEmpty();
        assertThat(warnings(join(id3(3, 0, 100), whole))).isEmpty();
        assertThat(warnings(live)).isEmpty();
        assertThat(warnings(Arrays.copyOf(live, live.length - 1))).isEmpty();
        assertThat(warnings(Arrays.copyOf(whole, whole.length - 1)))
                .containsExactly("the recording is cut off: its header announces more than there is");
        assertThat(warnings(join(MATROSKA, element(SEGMENT, tracks))))
                .containsExactly("the recording has no media behind its header: Gong may discard it");
    }

    private static List<String> warnings(byte[] file) {
        return new OneObject(file).format().warnings();
    }

    private static Duration duration(byte[]... info) {
        return format(element(INFO, info), element(TRACKS, AUDIO)).duration();
    }

    private static MediaFormat format(byte[]... elements) {
        return new OneObject(join(MATROSKA, element(SEGMENT, elements))).format();
    }

    private static byte[] header(String docType) {
        return element(0x1A45DFA3, element(0x4286, bigEndian(1, 1)), element(0x4282, text(docType)));
    }

    private static byte[] audio(byte[]... settings) {
        return element(0xAE, element(0x83, bigEndian(1, 2)), element(0x86, text("A_OPUS")), element(0xE1, settings));
    }

    private static void assertUnusable(String why, byte[]... parts) {
        assertThatThrownBy(() -> new OneObject(join(parts)).format())
                .hasMessageEndingWith("is not a usable MKV file: " + why);
    }
}
