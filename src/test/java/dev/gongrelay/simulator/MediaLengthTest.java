package dev.gongrelay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaLengthTest {
    @Test
    void reads_that_of_wav() {
        byte[] media = SampleMedia.wav(44 + 32_000 * 90, 2, 1);

        assertThat(MediaLength.of(head(media), media.length)).contains(Duration.ofSeconds(90));
    }

    @Test
    void takes_the_files_size_where_a_wav_does_not_know_its_own() {
        byte[] media = SampleMedia.wav(44 + 16_000 * 5, 1, 1);
        Arrays.fill(media, 40, 44, (byte) 0xFF);

        assertThat(MediaLength.of(head(media), media.length)).contains(Duration.ofSeconds(5));
    }

    @Test
    void reads_that_of_mp3_of_a_constant_bit_rate() {
        byte[] media = SampleMedia.mp3(16_000 * 10, 1);

        assertThat(MediaLength.of(head(media), media.length)).contains(Duration.ofSeconds(10));
    }

    @Test
    void reads_that_of_flac() {
        byte[] media = new byte[100];
        HexFormat hex = HexFormat.of();
        // 44,100 Hz, 2 channels, 16 bits, 441,000 samples.
        byte[] head = hex.parseHex("664c614300000022" + "10001000" + "000000000000" + "0ac442f00006baa8");
        System.arraycopy(head, 0, media, 0, head.length);

        assertThat(MediaLength.of(media, media.length)).contains(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "52494646",
        "52494646ffffffff57415645",
        "52494646ffffffff57415645666d7420ffffffff",
        "52494646ffffffff57415645666d7420100000000100010000000000000000000200100064617461ffffffff",
        "664c6143",
        "fffb",
        "fffbf0c0",
        "fffb00c0",
        "49443304000000000000",
        "494433040000ffffffff",
        "000000206674797069736f6d"
    })
    void knows_none_of_what_does_not_say(String hex) {
        byte[] head = HexFormat.of().parseHex(hex);

        assertThat(MediaLength.of(head, head.length)).isEmpty();
    }

    private static byte[] head(byte[] media) {
        return Arrays.copyOf(media, Math.min(media.length, MediaLength.HEAD));
    }
}
