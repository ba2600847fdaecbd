package dev.gongrelay.source;

import static dev.gongrelay.source.MediaBytes.bigEndian;
import static dev.gongrelay.source.MediaBytes.box;
import static dev.gongrelay.source.MediaBytes.hex;
import static dev.gongrelay.source.MediaBytes.join;
import static dev.gongrelay.source.MediaBytes.sound;
import static dev.gongrelay.source.MediaBytes.text;
import static dev.gongrelay.source.MediaBytes.track;
import static dev.gongrelay.source.MediaBytes.zeros;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How many channels the audio track of an MP4 file has, whatever the field for it says. */
class SoundDescriptionTest {
    @ParameterizedTest
    @CsvSource({
        "Opus, 1, 1",
        "fLaC, 2, 2",
        "sowt, 6, 6",
        "ulaw, 1, 1",
        "samr, 2, 1",
        "sawb, 2, 1",
        "mp4a, 2, 0",
        "ec-3, 2, 0",
        "enca, 2, 0"
    })
    void trusts_the_field_only_with_codecs_that_fill_it_in(String codec, int field, int channels) {
        assertThat(channels(sound(codec, field))).isEqualTo(channels);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AAC LC at 44.1 kHz, mono | 12 08 | 1",
                "AAC LC at 44.1 kHz, stereo | 12 10 | 2",
                "AAC LC at 8 kHz, mono | 15 88 | 1",
                "AAC LC, 5.1 | 12 30 | 6",
                "AAC LC, 7.1 | 12 38 | 8",
                "AAC LC, told by the stream | 12 00 | 0",
                "AAC LC, reserved | 12 40 | 0",
                "AAC LC at a frequency of its own, stereo | 17 80 56 22 10 | 2",
                "HE-AAC, mono | 2B 8A 08 00 | 1",
                "HE-AAC v2, one channel that becomes two | EB 8A 08 00 | 2",
                "AAC LC mono, extended by HE-AAC | 13 88 56 E5 A0 | 1",
                "AAC LC mono, extended by HE-AAC v2 | 13 88 56 E5 A5 48 80 | 2",
                "AAC LC mono, extended by HE-AAC v2 that is off | 13 88 56 E5 A5 48 00 | 1",
                "AAC LC mono, not extended | 13 88 56 E5 00 | 1",
                "xHE-AAC (type 42), stereo | F9 46 40 | 2",
                "nothing | '' | 0"
            })
    void asks_the_codecs_own_configuration_of_AAC(String name, String configuration, int channels) {
        byte[] stream = stream("40", hex(configuration));

        assertThat(channels(sound("mp4a", 2, stream))).as(name).isEqualTo(channels);
    }

    @Test
    void finds_the_configuration_behind_other_boxes_fields_and_long_lengths() {
        byte[] info = join(hex("05 80 80 80 02"), hex("1208"));
        byte[] decoder = join(hex("04 80 80 80 14 40"), zeros(12), info);
        byte[] body = join(hex("0001 E0 0007"), hex("04"), text("http"), hex("0009"), decoder);
        byte[] stream = box("esds", zeros(4), hex("03 80 80 80"), bigEndian(1, body.length), body);

        assertThat(channels(sound("mp4a", 2, box("free"), stream))).isEqualTo(1);
    }

    @Test
    void knows_no_channels_of_mp3_in_mp4_whose_field_is_a_constant() {
        assertThat(channels(sound("mp4a", 2, stream("6B", hex("1208"))))).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, 16", "2, 36"})
    void reads_QuickTimes_versions_of_an_entry(int version, int moreBytes) {
        byte[] more = version == 1 ? zeros(16) : join(zeros(12), bigEndian(4, 1), zeros(20));
        byte[] fields = join(zeros(8), bigEndian(2, version), zeros(6), bigEndian(2, 2), zeros(10), more);
        byte[] wave = box("wave", box("frma", text("mp4a")), box("mp4a", zeros(4)), stream("40", hex("1208")));

        assertThat(more).hasSize(moreBytes);
        assertThat(channels(box("mp4a", fields, wave))).isEqualTo(1);
    }

    @Test
    void reads_an_entry_of_QuickTimes_second_version_without_a_codec_of_its_own() {
        byte[] fields = join(zeros(8), bigEndian(2, 2), zeros(6), bigEndian(2, 3), zeros(10));

        assertThat(channels(box("lpcm", fields, zeros(12), bigEndian(4, 2), zeros(20))))
                .isEqualTo(2);
    }

    @Test
    void asks_the_configurations_of_ALAC_and_AC_3() {
        byte[] alac = box("alac", zeros(4), bigEndian(4, 4096), hex("00 10 28 0A 0E 01 00FF"), zeros(12));
        byte[] mono = box("dac3", hex("10 08 A0"));
        byte[] surround = box("dac3", hex("10 3D A0"));

        assertThat(channels(sound("alac", 2, alac))).isEqualTo(1);
        assertThat(channels(sound("alac", 2))).isEqualTo(2);
        assertThat(channels(sound("ac-3", 2, mono))).isEqualTo(1);
        assertThat(channels(sound("ac-3", 2, surround))).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "03", "0380808080", "0305000100", "03FF 0001 00 04FF 40", "04 20"})
    void knows_no_channels_by_descriptors_that_break_off(String descriptors) {
        assertThat(channels(sound("mp4a", 2, box("esds", zeros(4), hex(descriptors)))))
                .isZero();
    }

    @Test
    void knows_no_channels_without_an_entry() {
        assertThat(channels()).isZero();
    }

    private static int channels(byte[]... entries) {
        return new OneObject(join(box("ftyp", text("isom"), zeros(4)), box("moov", track("soun", entries))))
                .format()
                .channelCount();
    }

    /** The descriptor of a stream with this object type and codec configuration. */
    private static byte[] stream(String objectType, byte[] configuration) {
        byte[] info = join(hex("05"), bigEndian(1, configuration.length), configuration);
        byte[] decoder = join(hex(objectType), zeros(12), info);
        byte[] body = join(hex("000100"), hex("04"), bigEndian(1, decoder.length), decoder, hex("060102"));
        return box("esds", zeros(4), hex("03"), bigEndian(1, body.length), body);
    }
}
