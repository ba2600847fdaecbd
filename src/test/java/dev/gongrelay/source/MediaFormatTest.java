package dev.gongrelay.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.simulator.SampleMedia;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Recognizes whole files as telephone systems, ffmpeg and SoX write them. The durations are those that ffprobe reports.
 */
class MediaFormatTest {
    @ParameterizedTest
    @CsvSource({
        "alaw.wav, audio/wav, wav, 1, 3.000",
        "mulaw.wav, audio/wav, wav, 1, 3.000",
        "gsm610.wav, audio/wav, wav, 1, 3.000",
        "ima_adpcm.wav, audio/wav, wav, 1, 3.061",
        "mp3_0x55.wav, audio/wav, wav, 2, 3.138",
        "extensible.wav, audio/wav, wav, 2, 1.000",
        "junk20k_stereo.wav, audio/wav, wav, 2, 3.000",
        "streamed_ffffffff.wav, audio/wav, wav, 2, 3.000",
        "rf64_stereo.wav, audio/wav, wav, 2, 3.000",
        "bw64_stereo.wav, audio/wav, wav, 2, 3.000",
        "id3_flac.flac, audio/flac, flac, 2, 3.000",
        "silence_70s.flac, audio/flac, flac, 1, 70.000",
        "id3_big40k.mp3, audio/mpeg, mp3, 2, 3.168",
        "mpeg25_8k_stereo.mp3, audio/mpeg, mp3, 2, 3.168",
        "zeros_1152.mp3, audio/mpeg, mp3, 2, 3.168",
        "audio_isom_moov_end.mp4, audio/mp4, m4a, 1, 12.000",
        "audio_M4A_moov_end.m4a, audio/mp4, m4a, 1, 12.000",
        "no_ftyp_mdat_first.mp4, audio/mp4, m4a, 1, 12.000",
        "audio_title_video.m4a, audio/mp4, m4a, 1, 3.000",
        "frag_audio.mp4, audio/mp4, m4a, 1, 0",
        "aac_stereo.m4a, audio/mp4, m4a, 2, 3.000",
        "mp3_in_mp4.mp4, audio/mp4, m4a, 0, 3.000",
        "video_audio.mp4, video/mp4, mp4, 1, 3.000",
        "video_only.mp4, video/mp4, mp4, 0, 3.000",
        "two_audio_tracks.mp4, video/mp4, mp4, 0, 3.000",
        "audio_stereo.mkv, audio/x-matroska, mkv, 2, 3.069",
        "video_only.mkv, video/x-matroska, mkv, 0, 3.000",
        "live.mkv, video/x-matroska, mkv, 1, 0"
    })
    void recognizes_what_a_file_is(String file, String contentType, String extension, int channels, double seconds) {
        MediaFormat format = new OneObject(MediaBytes.file(file)).format();

        assertThat(format.contentType()).isEqualTo(contentType);
        assertThat(format.extension()).isEqualTo(extension);
        assertThat(format.channelCount()).isEqualTo(channels);
        assertThat(format.isStereo()).isEqualTo(channels == 2);
        assertThat(format.duration().toMillis() / 1000.0).isEqualTo(seconds, within(0.002));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "adts.m4a | is an AAC stream without a container (ADTS), which Gong does not support: convert it",
                "ogg_flac.flac | is an Ogg file (FLAC), which Gong does not support",
                "rifx.wav | is a big-endian WAV file (RIFX), which Gong does not support",
                "gzipped.wav | is gzip-compressed data, which Gong does not support",
                "webm_libmatroska.mkv | is a WebM file, which Gong does not support",
                "quicktime.mov | is a QuickTime (MOV) file, which Gong does not support",
                "audio.3gp | is a 3GP file, which Gong does not support",
                "subtitle_only.mp4 | is not a usable MP4 file: it has neither an audio nor a video track"
            })
    void says_what_a_file_is_that_Gong_does_not_take(String file, String message) {
        OneObject object = new OneObject(MediaBytes.file(file));

        assertThatThrownBy(object::format)
                .isInstanceOf(PermanentException.class)
                .hasMessageStartingWith("s3://bucket/call " + message)
                .satisfies(failure ->
                        assertThat(((PermanentException) failure).code()).hasToString("media-invalid"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "silence_70s.flac | ''",
                "frag_audio.mp4 | ''",
                "live.mkv | ''",
                "alaw.wav | the recording is 3.0 s long: Gong may discard one shorter than about a minute",
                "gsm610.wav | the recording is GSM 6.10 in a WAV file, which Gong may discard; the recording is 3.0 s",
                "video_only.mp4 | the recording has no audio track: Gong may discard it; the recording is 3.0 s long",
                "video_only.mkv | the recording has no audio track: Gong may discard it; the recording is 3.0 s long"
            })
    void warns_of_what_Gong_may_discard(String file, String beginnings) {
        List<String> expected = Stream.of(beginnings.split("; "))
                .filter(text -> !text.isEmpty())
                .toList();

        List<String> warnings = new OneObject(MediaBytes.file(file)).format().warnings();

        assertThat(warnings).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(warnings.get(i)).startsWith(expected.get(i));
        }
    }

    @ParameterizedTest
    @CsvSource({"59, true", "60, false", "61, false"})
    void warns_of_less_than_a_minute(int seconds, boolean warned) {
        assertThat(new OneObject(SampleMedia.wav(44 + 16_000 * seconds, 1, 1))
                        .format()
                        .warnings())
                .hasSize(warned ? 1 : 0);
    }

    @Test
    void recognizes_an_mp3_made_for_tests() {
        MediaFormat format = new OneObject(SampleMedia.mp3(5000, 1)).format();

        assertThat(format.contentType()).isEqualTo("audio/mpeg");
        assertThat(format.channelCount()).isEqualTo(1);
    }
}
