package dev.gongrelay.source;

import static dev.gongrelay.source.MediaBytes.join;
import static dev.gongrelay.source.MediaBytes.text;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignFormatsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RIFX____WAVEfmt | a big-endian WAV file (RIFX)",
                "RIFF____AVI LIST | an AVI file",
                "riff.\u0091Ï\u0011¥Ö(Û | a Wave64 file",
                "FORM____AIFFCOMM | an AIFF file",
                "FORM____AIFCFVER | an AIFF file",
                ".snd____ | an AU file",
                "caff____ | a Core Audio file",
                "'#!AMR\n' | an AMR file",
                "'#!AMR-WB\n' | an AMR file",
                "OggS________________________OpusHead | an Ogg file (Opus)",
                "OggS________________________\u007fFLAC | an Ogg file (FLAC)",
                "OggS________________________\u0001vorbis | an Ogg file (Vorbis)",
                "OggS________________________Speex | an Ogg file",
                "0&²u\u008efÏ\u0011¦Ù | a Windows Media file (ASF, WMA, WMV)",
                "'FLV\u0001\u0005' | a Flash video",
                "'\0\0\u0001º!' | an MPEG program stream",
                "'\0\0\u0001³!' | an MPEG video stream",
                "RIFF____QLCMfmt | a QCP file",
                "'#!SILK_V3' | a SILK file",
                "'\u0002#!SILK_V3' | a SILK file",
                "'#!iLBC30\n' | an iLBC file",
                "ADIF____ | an AAC stream without a container (ADIF)",
                "NIST_1A | a SPHERE file",
                "Creative Voice File | a VOC file",
                "GIF89a | a GIF image",
                "wvpk____ | a WavPack file",
                "MAC ____ | a Monkey's Audio file",
                "'\u0002dss____' | a DSS dictation",
                "'\u0003ds2____' | a DSS dictation",
                "'\u001f\u008b\b' | gzip-compressed data",
                "BZh91AY | bzip2-compressed data",
                "ý7zXZ | xz-compressed data",
                "(µ/ý____ | Zstandard-compressed data",
                "'PK\u0003\u0004____' | a ZIP archive",
                "7z¼¯____ | a 7z archive",
                "ÿØÿà____JFIF | a JPEG image",
                "'\u0089PNG\r\n' | a PNG image",
                "%PDF-1.7 | a PDF document",
                "<?xml version='1.0'?><Error> | an XML document",
                "<!DOCTYPE html> | an HTML document",
                "<html> | an HTML document",
                "'\r\n  <!doctype html><html>' | an HTML document",
                "'ï»¿<!DOCTYPE html>' | an HTML document",
                "<HTML><BODY> | an HTML document",
                "<head><title>502 Bad Gateway</title> | an HTML document",
                "<Error><Code>AccessDenied</Code></Error> | an XML document",
                "'ï»¿ <?xml version=\"1.0\"?>' | an XML document",
                "'{\n  \"error\": 1}' | a JSON document",
                "{}____ | a JSON document",
                "'[ {\"a\": 1}]' | a JSON document",
                "'ï»¿{\"a\": 1}' | a JSON document",
                "'Rar!\u001a\u0007\0' | a RAR archive",
                "-----BEGIN PGP MESSAGE----- | an encrypted file (PGP)",
                "age-encryption.org/v1 | an encrypted file (age)",
                "Salted__________ | an encrypted file (OpenSSL)",
                "{\"error\":1} | a JSON document"
            })
    void names_what_a_file_is_instead(String beginning, String name) {
        byte[] noise = new byte[1000];
        new Random(1).nextBytes(noise);

        assertThatThrownBy(() -> new OneObject(join(text(beginning), noise)).format())
                .hasMessageEndingWith(
                        "is " + name + ", which Gong does not support: convert it to WAV, MP3, MP4, MKV or FLAC");
    }

    @Test
    void names_a_transport_stream_by_its_packets() {
        byte[] packet = Arrays.copyOf(text("G@"), 188);

        assertThatThrownBy(() -> new OneObject(join(packet, packet, packet)).format())
                .hasMessageContaining("is an MPEG transport stream");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "R",
                "RIFF",
                "RIFF____WAV",
                "RIFF____RMID",
                "hello",
                "GGG",
                "<3",
                "{a",
                "[1",
                "____mdax",
                "\0\0\0\u0004ftyp",
                "fLa"
            })
    void says_that_anything_else_is_not_recognized(String beginning) {
        assertThatThrownBy(() -> new OneObject(text(beginning)).format())
                .hasMessageEndingWith("is not recognized as WAV, MP3, MP4, MKV or FLAC by its content");
    }
}
