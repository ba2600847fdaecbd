package dev.gongrelay.source;

import static dev.gongrelay.source.MediaBytes.bigEndian;
import static dev.gongrelay.source.MediaBytes.hex;
import static dev.gongrelay.source.MediaBytes.join;
import static dev.gongrelay.source.MediaBytes.text;
import static dev.gongrelay.source.MediaBytes.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlacFileTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6, 8})
    void counts_the_channels(int channels) {
        MediaFormat format = new OneObject(flac("00000022", 8000, channels, 8000)).format();

        assertThat(format.channelCount()).isEqualTo(channels);
        assertThat(format.isStereo()).isEqualTo(channels == 2);
    }

    @ParameterizedTest
    @CsvSource({"44100, 2646000, 60000", "655350, 68719476735, 104859200", "8000, 4000, 500", "8000, 0, 0"})
    void knows_the_duration_unless_the_encoder_did_not(int rate, long samples, long millis) {
        assertThat(new OneObject(flac("80000022", rate, 1, samples))
                        .format()
                        .duration()
                        .toMillis())
                .isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({"04000022, 8000", "00000021, 8000", "00000022, 0"})
    void refuses_a_file_that_does_not_begin_with_what_it_is(String blockHeader, int rate) {
        assertThatThrownBy(() -> new OneObject(flac(blockHeader, rate, 1, 1)).format())
                .hasMessageEndingWith("is not a usable FLAC file: it does not begin with a STREAMINFO block");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 41, 42})
    void refuses_a_file_that_ends_with_its_header(int size) {
        byte[] head = Arrays.copyOf(flac("00000022", 8000, 1, 1), size);

        assertThatThrownBy(() -> new OneObject(head).format()).hasMessageContaining("is not a usable FLAC file: it ");
    }

    private static byte[] flac(String blockHeader, long rate, long channels, long samples) {
        long properties = (rate << 44) | ((channels - 1) << 41) | (15L << 36) | samples;
        return join(text("fLaC"), hex(blockHeader), zeros(10), bigEndian(8, properties), zeros(16), zeros(100));
    }
}
