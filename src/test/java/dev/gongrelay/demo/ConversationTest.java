package dev.gongrelay.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationTest {
    private static final int SECOND = 16_000 * 4;

    @ParameterizedTest
    @ValueSource(longs = {48, 1000, 1001, 1_000_000})
    void is_as_long_as_wanted(long bytes) throws IOException {
        try (Conversation conversation = new Conversation(bytes)) {
            long counted = conversation.transferTo(OutputStream.nullOutputStream());

            assertThat(counted).isEqualTo(conversation.length()).isBetween(bytes - 3, bytes);
        }
    }

    @Test
    void is_a_stereo_wav_that_java_can_play() throws IOException, UnsupportedAudioFileException {
        try (AudioInputStream audio =
                AudioSystem.getAudioInputStream(new BufferedInputStream(new Conversation(44 + 10 * SECOND)))) {
            AudioFormat format = audio.getFormat();

            assertThat(format.getChannels()).isEqualTo(2);
            assertThat(format.getSampleRate()).isEqualTo(16_000);
            assertThat(format.getSampleSizeInBits()).isEqualTo(16);
            assertThat(audio.getFrameLength()).isEqualTo(160_000);
        }
    }

    @Test
    void has_one_voice_on_each_channel_in_turns() throws IOException {
        byte[] file = bytes(44 + 6 * SECOND);

        assertThat(loudness(file, 1, 0)).isGreaterThan(100 * loudness(file, 1, 2));
        assertThat(loudness(file, 4, 2)).isGreaterThan(100 * loudness(file, 4, 0));
    }

    @Test
    void never_repeats_itself_but_is_the_same_every_time() throws IOException {
        byte[] file = bytes(44 + 30 * SECOND);
        int loop = 12 * SECOND;

        assertThat(file).isEqualTo(bytes(44 + 30 * SECOND));
        assertThat(Arrays.copyOfRange(file, 44, 44 + loop))
                .isNotEqualTo(Arrays.copyOfRange(file, 44 + loop, 44 + 2 * loop));
    }

    @Test
    void knows_how_long_it_plays() throws IOException {
        try (Conversation conversation = new Conversation(44 + 90 * SECOND)) {
            assertThat(conversation.duration()).isEqualTo(Duration.ofSeconds(90));
        }
    }

    @Test
    void is_no_shorter_than_a_frame() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Conversation(47));
    }

    private static byte[] bytes(long length) throws IOException {
        try (InputStream conversation = new Conversation(length)) {
            return conversation.readAllBytes();
        }
    }

    /** The mean square of a channel, given by its first byte in a frame, in one second of the file. */
    private static double loudness(byte[] file, int second, int channel) {
        double sum = 0;
        int start = 44 + second * SECOND + channel;
        for (int i = start; i < start + SECOND - 4; i += 4) {
            double sample = (short) ((file[i] & 0xff) | (file[i + 1] << 8));
            sum += sample * sample;
        }
        return sum / 16_000;
    }
}
