package dev.gongrelay.source;

import static dev.gongrelay.source.MediaBytes.chunk;
import static dev.gongrelay.source.MediaBytes.hex;
import static dev.gongrelay.source.MediaBytes.id3;
import static dev.gongrelay.source.MediaBytes.join;
import static dev.gongrelay.source.MediaBytes.littleEndian;
import static dev.gongrelay.source.MediaBytes.text;
import static dev.gongrelay.source.MediaBytes.wave;
import static dev.gongrelay.source.MediaBytes.waveFormat;
import static dev.gongrelay.source.MediaBytes.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaveFileTest {
    private static final byte[] STEREO = waveFormat(1, 2, 8000, 32_000);
    private static final byte[] TWO_SECONDS = chunk("data", zeros(64_000));

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 27, 602, 20_480, 1_000_001})
    void finds_the_format_behind_chunks_of_any_size(int size) {
        OneObject object =
                new OneObject(wave(chunk("JUNK", zeros(size)), STEREO, chunk("LIST", zeros(size)), TWO_SECONDS));

        MediaFormat format = object.format();

        assertThat(format.channelCount()).isEqualTo(2);
        assertThat(format.duration()).isEqualTo(Duration.ofSeconds(2));
        assertThat(object.requests()).isLessThanOrEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 11, 100_000})
    void finds_the_format_behind_a_tag(int size) {
        byte[] file = wave(chunk("bext", zeros(2_000_000)), STEREO, TWO_SECONDS);

        MediaFormat format = new OneObject(join(id3(3, 0, size), file)).format();

        assertThat(format.contentType()).isEqualTo("audio/wav");
        assertThat(format.channelCount()).isEqualTo(2);
        assertThat(format.duration()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void finds_a_chunk_that_was_not_padded_to_an_even_position() {
        byte[] unpadded = join(text("LIST"), littleEndian(4, 3), text("abc"));

        MediaFormat format = new OneObject(wave(unpadded, STEREO, unpadded, TWO_SECONDS)).format();

        assertThat(format.duration()).isEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource({"FFFFFFFF", "00000000", "00000100"})
    void counts_what_is_there_where_the_header_says_nothing_or_too_much(String size) {
        byte[] data = join(text("data"), hex(size), zeros(64_000));

        MediaFormat format = new OneObject(wave(STEREO, data)).format();

        assertThat(format.duration()).isEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource({"64000, 2", "0, 3", "-1, 3", "9223372036854775807, 3"})
    void takes_the_length_of_a_long_file_from_its_own_chunk(long size, int seconds) {
        byte[] sizes = chunk("ds64", littleEndian(8, 0), littleEndian(8, size), littleEndian(8, 0), zeros(4));
        byte[] data = join(text("data"), hex("FFFFFFFF"), zeros(64_000), chunk("LIST", zeros(31_992)));
        byte[] file = join(text("RF64"), hex("FFFFFFFF"), text("WAVE"), sizes, STEREO, data);

        assertThat(new OneObject(file).format().duration()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"17, 8000, 24000, 3", "85, 8000, 24000, 3", "85, 0, 24000, 0", "17, 8000, 0, 4", "1, 8000, 24000, 4"})
    void counts_samples_of_codecs_whose_bytes_tell_little(int codec, int rate, int samples, int seconds) {
        byte[] format = waveFormat(codec, 1, rate, 16_000);

        byte[] file = wave(format, chunk("fact", littleEndian(4, samples)), TWO_SECONDS);

        assertThat(new OneObject(file).format().duration()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({
        "0000FA00, false",
        "0001FA00, true",
        "59682F00, true",
        "00000000, false",
        "FFFFFFFF, false",
        "7FFFFFFF, false",
        "7FFFF000, false",
        "80000000, false",
        "FFFFFFD0, false"
    })
    void warns_of_a_file_that_is_cut_off(String declared, boolean warned) {
        byte[] size = littleEndian(4, Long.parseLong(declared, 16));

        MediaFormat format = new OneObject(wave(STEREO, join(text("data"), size, zeros(64_000)))).format();

        assertThat(format.warnings().stream().anyMatch(warning -> warning.contains("cut off")))
                .isEqualTo(warned);
    }

    @Test
    void does_not_know_the_duration_without_a_rate() {
        MediaFormat format = new OneObject(wave(waveFormat(1, 1, 0, 0), TWO_SECONDS)).format();

        assertThat(format.duration()).isZero();
        assertThat(format.warnings()).isEmpty();
    }

    @Test
    void sees_GSM_in_the_extensible_form() {
        byte[] extensible = chunk(
                "fmt ",
                hex("FEFF 0100 401F0000 59060000 4100 0000 1600 4001 04000000"),
                hex("3100 0000 0000 1000 8000 00AA00389B71"));

        MediaFormat format = new OneObject(wave(extensible, TWO_SECONDS)).format();

        assertThat(format.warnings()).anyMatch(warning -> warning.contains("GSM 6.10"));
    }

    @Test
    void reads_the_format_of_a_file_whose_data_is_too_far_away_to_be_found() {
        byte[][] chunks = new byte[20][];
        Arrays.fill(chunks, chunk("JUNK", zeros(20_000)));
        OneObject object = new OneObject(wave(STEREO, join(chunks), TWO_SECONDS));

        MediaFormat format = object.format();

        assertThat(format.channelCount()).isEqualTo(2);
        assertThat(format.duration()).isZero();
        assertThat(object.requests()).isEqualTo(16);
    }

    @Test
    void reads_little_of_a_large_file() {
        byte[] head = join(wave(STEREO), text("data"), littleEndian(4, 1_400_000_000));
        OneObject object = new OneObject(1_400_000_044L, Map.of(0L, head));

        MediaFormat format = object.format();

        assertThat(format.duration()).isEqualTo(Duration.ofSeconds(43_750));
        assertThat(object.bytesRead()).isEqualTo(16 * 1024);
    }

    @Test
    void refuses_a_file_without_a_format() {
        assertRefused(wave(chunk("LIST", zeros(4)), chunk("bext", zeros(602))), "it has no fmt chunk");
        assertRefused(wave(), "it has no fmt chunk");
    }

    @Test
    void refuses_data_in_front_of_its_format() {
        assertRefused(wave(TWO_SECONDS, STEREO), "it has no fmt chunk before its data");
    }

    @Test
    void refuses_a_file_without_audio() {
        assertRefused(wave(STEREO), "it has no data chunk");
        assertRefused(wave(STEREO, chunk("data")), "it ends with its header");
    }

    @Test
    void refuses_a_format_without_channels() {
        assertRefused(wave(waveFormat(1, 0, 8000, 16_000), TWO_SECONDS), "its fmt chunk names no channels");
        assertRefused(wave(chunk("fmt ", hex("0100 0100")), TWO_SECONDS), "its fmt chunk names no channels");
    }

    @Test
    void refuses_chunks_without_end_after_256_KiB() {
        OneObject object = new OneObject(1_400_000_000L, Map.of(0L, wave()));

        assertThatThrownBy(object::format)
                .hasMessageContaining("it has no fmt chunk; the relay looked at 256 KiB of it");

        assertThat(object.bytesRead()).isEqualTo(256 * 1024);
    }

    private static void assertRefused(byte[] file, String why) {
        assertThatThrownBy(() -> new OneObject(file).format()).hasMessageEndingWith("is not a usable WAV file: " + why);
    }
}
