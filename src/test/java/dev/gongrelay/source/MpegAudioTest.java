package dev.gongrelay.source;

import static dev.gongrelay.source.MediaBytes.bigEndian;
import static dev.gongrelay.source.MediaBytes.frames;
import static dev.gongrelay.source.MediaBytes.hex;
import static dev.gongrelay.source.MediaBytes.id3;
import static dev.gongrelay.source.MediaBytes.id3Header;
import static dev.gongrelay.source.MediaBytes.join;
import static dev.gongrelay.source.MediaBytes.littleEndian;
import static dev.gongrelay.source.MediaBytes.text;
import static dev.gongrelay.source.MediaBytes.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MpegAudioTest {
    /** MPEG 1, 128 kbit/s, 44.1 kHz, joint stereo. */
    private static final byte[] MP3 = frames("FFFB9040", 417, 20);

    @ParameterizedTest
    @CsvSource({
        "FFFB9040, 417, 2, 2612",
        "FFFB90C0, 417, 1, 2612",
        "FFFA9080, 417, 2, 2612",
        "FFFBE000, 1044, 2, 2612",
        "FFF31080, 26, 2, 2612",
        "FFF310C0, 26, 1, 2612",
        "FFE318C4, 72, 1, 7200",
        "FFFB9240, 418, 2, 2612"
    })
    void recognizes_frames_of_each_version_by_those_that_follow(String header, int length, int channels, long millis) {
        MediaFormat format = new OneObject(frames(header, length, 100)).format();

        assertThat(format.contentType()).isEqualTo("audio/mpeg");
        assertThat(format.extension()).isEqualTo("mp3");
        assertThat(format.channelCount()).isEqualTo(channels);
        assertThat(format.duration().toMillis()).isBetween(millis - 5, millis + 5);
    }

    static Stream<byte[]> leaders() {
        byte[] ape = join(text("APETAGEX"), littleEndian(4, 2000), littleEndian(4, 32), zeros(4));
        return Stream.of(
                zeros(0),
                zeros(1),
                zeros(1152),
                zeros(65_536),
                zeros(100_000),
                id3(2, 0, 100),
                id3(3, 0, 300_000),
                id3(4, 0x80, 40_000),
                join(id3(4, 0x10, 1000), text("3DI"), zeros(7)),
                join(id3(3, 0, 20), id3(4, 0, 200), id3(3, 0, 20_000)),
                join(id3(3, 0, 50), zeros(5000)),
                join(ape, littleEndian(4, 0xA0000000L), zeros(8), zeros(32)),
                text("part of a frame that was cut"),
                Arrays.copyOfRange(MP3, 5, 417),
                join(zeros(64), text("junk"), zeros(64)));
    }

    @ParameterizedTest
    @MethodSource("leaders")
    void finds_the_first_frame_behind_tags_zeros_and_the_rest_of_a_frame(byte[] leader) {
        MediaFormat format = new OneObject(join(leader, MP3)).format();

        assertThat(format.contentType()).isEqualTo("audio/mpeg");
        assertThat(format.channelCount()).isEqualTo(2);
    }

    @Test
    void skips_a_large_tag_without_reading_it() {
        byte[] tag = id3Header(3, 0, 200_000_000);
        OneObject object = new OneObject(200_000_010L + MP3.length, Map.of(0L, tag, 200_000_010L, MP3));

        assertThat(object.format().extension()).isEqualTo("mp3");

        assertThat(object.requests()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Xing", "Info"})
    void counts_frames_as_the_encoder_did(String name) {
        byte[] header = join(hex("FFFB9040"), zeros(32), text(name), hex("00000001"), bigEndian(4, 10_000));
        byte[] first = join(header, zeros(417 - header.length));

        MediaFormat format = new OneObject(join(first, MP3)).format();

        assertThat(format.duration().toMillis()).isEqualTo(10_000L * 1152 * 1000 / 44_100);
        assertThat(format.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"100, 2612", "101, 2612", "104, 2612", "50, 1306", "200, 5224", "300, 7836"})
    void counts_the_frames_that_are_there_of_a_file_that_was_cut_off_or_joined(int frames, long millis) {
        byte[] xing = join(
                hex("FFFB9040"), zeros(32), text("Xing"), hex("00000003"), bigEndian(4, 100), bigEndian(4, 41_700));
        byte[] vbri = join(hex("FFFB9040"), zeros(32), text("VBRI"), zeros(6), bigEndian(4, 41_700), bigEndian(4, 100));

        for (byte[] header : List.of(xing, vbri)) {
            byte[] first = join(header, zeros(417 - header.length));
            MediaFormat format = new OneObject(join(first, frames("FFFB9040", 417, frames - 1))).format();

            assertThat(format.duration().toMillis()).isBetween(millis - 5, millis + 5);
        }
    }

    @Test
    void counts_frames_as_Fraunhofers_encoder_did() {
        byte[] header = join(hex("FFFB90C0"), zeros(32), text("VBRI"), zeros(10), bigEndian(4, 10_000));
        byte[] first = join(header, zeros(417 - header.length));

        MediaFormat format = new OneObject(join(first, frames("FFFB90C0", 417, 5))).format();

        assertThat(format.duration().toMillis()).isEqualTo(10_000L * 1152 * 1000 / 44_100);
    }

    @Test
    void estimates_the_duration_by_the_frames_it_has_read() {
        byte[] mixed = join(frames("FFFB9040", 417, 10), frames("FFFB5040", 208, 10));
        byte[][] repeated = new byte[230][];
        Arrays.fill(repeated, mixed);

        MediaFormat format = new OneObject(join(repeated)).format();

        assertThat(format.duration().toMillis()).isBetween(110_000L, 130_000L);
    }

    @ParameterizedTest
    @CsvSource({
        "FFFD8480, 384, is MPEG audio of layer 2 (MP2)",
        "FFF58480, 384, is MPEG audio of layer 2 (MP2)",
        "FFFF8400, 256, is MPEG audio of layer 1 (MP1)",
        "FFF15080201FFC, 256, is an AAC stream without a container (ADTS)",
        "FFF95080201FFC, 256, is an AAC stream without a container (ADTS)"
    })
    void refuses_what_looks_alike_but_is_no_MP3(String header, int length, String message) {
        byte[] file = frames(header, length, 10);

        assertThatThrownBy(() -> new OneObject(file).format()).hasMessageContaining(message);
        assertThatThrownBy(() -> new OneObject(join(id3(4, 0, 100), file)).format())
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FFFB",
                "FFFB9040",
                "FFFB 9040 0000 0000 0000",
                "FFFB F040 FFFB F040",
                "FFFB 0040 FFFB 0040",
                "FFFB 9C40",
                "FFFB 9042",
                "FFEB 9040",
                "FFF1 0000 0000 00",
                "494433 0400 0000 0000 0A 00000000000000000000",
                "494433 0400 0000 0000 0A",
                "494433 0400 0000 8000 0A"
            })
    void ignores_a_beginning_alone(String bytes) {
        assertThatThrownBy(() -> new OneObject(hex(bytes)).format()).hasMessageContaining("is not recognized as");
    }

    @Test
    void finds_no_frame_in_text() {
        byte[] utf16 = "\uFEFFA recording, it says here.\r\n".repeat(500).getBytes(StandardCharsets.UTF_16LE);

        assertThatThrownBy(() -> new OneObject(utf16).format()).hasMessageContaining("is not recognized as");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void finds_no_frames_in_noise(long seed) {
        byte[] noise = new byte[300_000];
        new Random(seed).nextBytes(noise);

        assertThatThrownBy(() -> new OneObject(noise).format()).hasMessageContaining("is not recognized as");
    }

    @Test
    void looks_for_a_frame_no_further_than_256_KiB_whatever_is_in_front() {
        OneObject zeros = new OneObject(1_400_000_000L, Map.of());

        assertThatThrownBy(zeros::format).hasMessageContaining("is not recognized as");

        assertThat(zeros.bytesRead()).isLessThanOrEqualTo(256 * 1024);
    }
}
