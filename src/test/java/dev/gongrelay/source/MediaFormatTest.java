package dev.gongrelay.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.simulator.SampleMedia;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaFormatTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ID3 | a.mp3 | | mp3 | audio/mpeg",
                "ÿû | a.mp3 | | mp3 | audio/mpeg",
                "ÿó | a.wav | audio/wav | mp3 | audio/mpeg",
                "____ftypisom | a.mp4 | video/mp4 | mp4 | video/mp4",
                "____ftypisom | a.mp4 | | mp4 | video/mp4",
                "____ftypisom | a.mp4 | audio/mp4 | m4a | audio/mp4",
                "'____ftypM4A ' | a.mp4 | | m4a | audio/mp4",
                "____ftypM4A_ | a.m4a | video/mp4 | m4a | audio/mp4",
                "____ftypisom____soun | a.mp4 | video/mp4 | m4a | audio/mp4",
                "____ftypisom____soun____vide | a.m4a | audio/mp4 | mp4 | video/mp4",
                "'\u001AEß£____matroska' | a.mkv | | mkv | video/x-matroska"
            })
    void tells_the_truth_about_the_type(
            String head, String name, String storedType, String extension, String contentType) {
        var format = MediaFormat.of(head.getBytes(ISO_8859_1), name, storedType == null ? "" : storedType);

        assertThat(format).hasValueSatisfying(found -> {
            assertThat(found.extension()).isEqualTo(extension);
            assertThat(found.contentType()).isEqualTo(contentType);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "R",
                "RIFF",
                "RIFF____AVI ",
                "hello",
                "<html>",
                "{\"a\":1}",
                "\u001AEß£____webm",
                "OggS",
                "ÿØÿà"
            })
    void takes_nothing_else(String head) {
        assertThat(MediaFormat.of(head.getBytes(ISO_8859_1), "a.wav", "audio/wav"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void counts_the_channels_of_a_wav(int channels) {
        var format = MediaFormat.of(SampleMedia.wav(100, channels, 1), "a.wav", "");

        assertThat(format.orElseThrow().isStereo()).isEqualTo(channels == 2);
    }

    @Test
    void finds_the_channels_behind_another_chunk() {
        byte[] wav = SampleMedia.wav(100, 2, 1);
        byte[] padded = new byte[wav.length + 12];
        System.arraycopy(wav, 0, padded, 0, 12);
        System.arraycopy("JUNK\u0003\0\0\0abc\0".getBytes(ISO_8859_1), 0, padded, 12, 12);
        System.arraycopy(wav, 12, padded, 24, wav.length - 12);

        assertThat(MediaFormat.of(padded, "a.wav", "").orElseThrow().isStereo()).isTrue();
    }

    @Test
    void counts_the_channels_of_a_flac() {
        byte[] flac = Arrays.copyOf("fLaC".getBytes(ISO_8859_1), 42);
        flac[20] = 0b10;

        assertThat(MediaFormat.of(flac, "a.flac", "").orElseThrow().isStereo()).isTrue();
    }

    @Test
    void survives_any_bytes() {
        Random random = new Random(7);
        for (int run = 0; run < 2000; run++) {
            byte[] head = SampleMedia.wav(44 + random.nextInt(60), 1, run);
            for (int change = 0; change < 4; change++) {
                head[12 + random.nextInt(head.length - 12)] = (byte) random.nextInt();
            }

            assertThat(MediaFormat.of(Arrays.copyOf(head, 12 + random.nextInt(head.length - 12)), "a.wav", ""))
                    .isPresent();
        }
    }
}
