package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.event.RelayFailedException;
import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.ProxyFault;
import dev.gongrelay.simulator.RequestHead;
import dev.gongrelay.simulator.SampleMedia;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** What Gong is told about the media of a recording, whatever its name and the type that it is stored under say. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class MediaRelayTest extends SurroundedTest {
    private static final Path FILES = Path.of("src/test/resources/media");

    @ParameterizedTest
    @CsvSource({
        "alaw.wav, audio/wav, wav",
        "mulaw.wav, audio/wav, wav",
        "gsm610.wav, audio/wav, wav",
        "ima_adpcm.wav, audio/wav, wav",
        "mp3_0x55.wav, audio/wav, wav",
        "extensible.wav, audio/wav, wav",
        "junk20k_stereo.wav, audio/wav, wav",
        "streamed_ffffffff.wav, audio/wav, wav",
        "rf64_stereo.wav, audio/wav, wav",
        "bw64_stereo.wav, audio/wav, wav",
        "id3_flac.flac, audio/flac, flac",
        "id3_big40k.mp3, audio/mpeg, mp3",
        "mpeg25_8k_stereo.mp3, audio/mpeg, mp3",
        "zeros_1152.mp3, audio/mpeg, mp3",
        "audio_isom_moov_end.mp4, audio/mp4, m4a",
        "audio_M4A_moov_end.m4a, audio/mp4, m4a",
        "no_ftyp_mdat_first.mp4, audio/mp4, m4a",
        "audio_title_video.m4a, audio/mp4, m4a",
        "frag_audio.mp4, audio/mp4, m4a",
        "aac_stereo.m4a, audio/mp4, m4a",
        "video_audio.mp4, video/mp4, mp4",
        "video_only.mp4, video/mp4, mp4",
        "audio_stereo.mkv, audio/x-matroska, mkv",
        "live.mkv, video/x-matroska, mkv"
    })
    void tells_Gong_what_the_media_is(String file, String contentType, String extension) {
        for (String stored : List.of("binary/octet-stream call", "video/mp4 call", "audio/wav call.part")) {
            String type = stored.substring(0, stored.indexOf(' '));
            String name = stored.substring(stored.indexOf(' ') + 1);
            gong.reset();

            deliver(notification(put(name, file, type)));

            assertThat(gong.uploads()).singleElement().satisfies(upload -> {
                assertThat(upload.accepted()).isTrue();
                assertThat(upload.sha256()).isEqualTo(sha256(read(file)));
                assertThat(upload.partHeaders())
                        .containsEntry("content-type", contentType)
                        .containsEntry(
                                "content-disposition",
                                "form-data; name=\"mediaFile\"; filename=\"" + name + "." + extension + "\"");
            });
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "adts.m4a | an AAC stream without a container (ADTS)",
                "ogg_flac.flac | an Ogg file (FLAC)",
                "rifx.wav | a big-endian WAV file (RIFX)",
                "gzipped.wav | gzip-compressed data",
                "webm_libmatroska.mkv | a WebM file",
                "quicktime.mov | a QuickTime (MOV) file",
                "audio.3gp | a 3GP file"
            })
    void rejects_what_Gong_does_not_take_before_Gong_hears_of_it(String file, String what) {
        String stored = put("call", file, "audio/wav");

        assertThatThrownBy(() -> deliver(notification(stored)))
                .isInstanceOf(RelayFailedException.class)
                .hasMessageContaining("media-invalid")
                .hasMessageContaining(stored + " is " + what + ", which Gong does not support: convert it to WAV, MP3");

        assertThat(gong.requests()).isEmpty();
        assertThat(state(stored)).isEqualTo("rejected");
        assertThat(receipt(stored).path("code").asText()).isEqualTo("media-invalid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "junk20k_stereo.wav",
                "bw64_stereo.wav",
                "rf64_stereo.wav",
                "mpeg25_8k_stereo.mp3",
                "aac_stereo.m4a",
                "id3_flac.flac",
                "audio_stereo.mkv"
            })
    void holds_stereo_of_every_format_to_the_same_rules(String file) {
        String stored = put("call", file, "binary/octet-stream");

        deliver(notification(stored));

        assertThat(warnings(stored)).anyMatch(warning -> warning.contains("mediaChannelId"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alaw.wav", "audio_isom_moov_end.mp4", "silence_70s.flac", "live.mkv"})
    void does_not_ask_for_channels_of_a_mono_recording(String file) {
        String stored = put("call", file, "binary/octet-stream");

        deliver(notification(stored));

        assertThat(warnings(stored)).noneMatch(warning -> warning.contains("mediaChannelId"));
    }

    @Test
    void warns_in_log_and_receipt_of_what_Gong_may_discard() {
        String stored = put("call", "gsm610.wav", "audio/wav");

        try (CapturedLog log = new CapturedLog()) {
            deliver(notification(stored));

            assertThat(log.text())
                    .contains("; warning: the recording is GSM 6.10 in a WAV file")
                    .contains("; warning: the recording is 3.0 s long: Gong may discard");
        }
        assertThat(warnings(stored)).hasSize(2);
    }

    @Test
    void warns_of_the_media_of_a_call_that_Gong_knows_as_well() {
        deliver(notification(put("first", "silence_70s.flac", "audio/flac")));
        String callId = gong.calls().get(0).callId();
        String stored = UUID.randomUUID() + "/call.wav";
        gong.reset();
        put(stored, read("gsm610.wav"), Map.of("gong-call-id", callId));

        try (CapturedLog log = new CapturedLog()) {
            assertThatThrownBy(() -> deliver(notification(stored))).hasMessageContaining("gong-call-unknown");

            assertThat(log.text()).contains("; warning: the recording is GSM 6.10 in a WAV file");
        }
    }

    @Test
    void says_nothing_of_a_recording_that_is_long_enough() {
        String stored = put("call", "silence_70s.flac", "audio/flac");

        deliver(notification(stored));

        assertThat(warnings(stored)).isEmpty();
    }

    @Test
    void reads_the_end_of_a_file_by_one_more_request_for_the_object_that_was_found() {
        byte[] file = read("audio_isom_moov_end.mp4");
        String stored = put("call", "audio_isom_moov_end.mp4", "video/mp4");
        String eTag = s3.headObject(head -> head.bucket(BUCKET).key(stored)).eTag();

        deliver(notification(stored));

        List<RequestHead> looks =
                source.heads().stream().filter(MediaRelayTest::isLook).toList();
        assertThat(looks).extracting(RequestHead::range).containsExactly("bytes=0-16383", "bytes=96697-98235");
        assertThat(looks).extracting(RequestHead::ifMatch).containsOnly(eTag);
        assertThat(file).hasSize(98_236);
    }

    @Test
    void gives_up_when_the_object_changes_between_the_looks() {
        String stored = put("call", "audio_isom_moov_end.mp4", "video/mp4");
        source.fail(
                1,
                head -> {
                    if (isLook(head) && !"bytes=0-16383".equals(head.range())) {
                        putRecording(stored, SampleMedia.wav(200_000, 1, 1));
                    }
                    return false;
                },
                ProxyFault.none());

        assertThatThrownBy(() -> deliver(notification(stored))).hasMessageContaining("source-changed");

        assertThat(gong.requests()).isEmpty();
    }

    @Test
    void looks_again_when_the_connection_breaks() {
        String stored = put("call", "mulaw.wav", "audio/wav");
        source.fail(2, MediaRelayTest::isLook, ProxyFault.endAfter(1000));

        deliver(notification(stored));

        assertThat(gong.uploads())
                .singleElement()
                .satisfies(upload -> assertThat(upload.accepted()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes 1-16384/", "bytes 0-16382/", "bytes */"})
    void takes_no_other_bytes_for_those_it_asked_for(String range) {
        String stored = put("call", "mulaw.wav", "audio/wav");
        source.fail(100, MediaRelayTest::isLook, ProxyFault.rewrite(answer -> answer.replace("bytes 0-16383/", range)));

        assertThatThrownBy(() -> deliver(notification(stored))).hasMessageContaining("source-inconsistent");

        assertThat(gong.requests()).isEmpty();
        assertThat(state(stored)).isEqualTo("claimed");
    }

    private static boolean isLook(RequestHead head) {
        String range = head.range();
        return head.method().equals("GET") && range != null && !range.endsWith("-");
    }

    private List<String> warnings(String stored) {
        JsonNode warnings = receipt(stored).path("warnings");
        return json.convertValue(
                warnings.isMissingNode() ? json.createArrayNode() : warnings,
                json.getTypeFactory().constructCollectionType(List.class, String.class));
    }

    /** Puts a file under this name with an extension that is relayed, stored under a type; gives its key. */
    private String put(String name, String file, String type) {
        String stored = UUID.randomUUID() + "/" + name + ".wav";
        s3.putObject(
                request -> request.bucket(EmbeddedS3.RECORDINGS)
                        .key(stored)
                        .contentType(type)
                        .metadata(Map.of("gong-call", STARTED)),
                RequestBody.fromBytes(read(file)));
        return stored;
    }

    private static byte[] read(String file) {
        try {
            return Files.readAllBytes(FILES.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
