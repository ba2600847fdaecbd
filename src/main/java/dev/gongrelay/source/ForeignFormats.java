package dev.gongrelay.source;

import java.util.List;
import java.util.stream.IntStream;

/** Formats that Gong does not support, recognized by their first bytes so that a rejection can name them. */
final class ForeignFormats {
    private static final int OGG_STREAM = 28;
    private static final int TRANSPORT_PACKET_BYTES = 188;

    private static final List<Signature> SIGNATURES = List.of(
            new Signature(0, "RIFX", "a big-endian WAV file (RIFX)"),
            new Signature(8, "AVI ", "an AVI file"),
            new Signature(0, "riff", "a Wave64 file"),
            new Signature(8, "AIFF", "an AIFF file"),
            new Signature(8, "AIFC", "an AIFF file"),
            new Signature(0, ".snd", "an AU file"),
            new Signature(0, "caff", "a Core Audio file"),
            new Signature(0, "#!AMR", "an AMR file"),
            new Signature(OGG_STREAM, "OpusHead", "an Ogg file (Opus)"),
            new Signature(OGG_STREAM, "\u007fFLAC", "an Ogg file (FLAC)"),
            new Signature(OGG_STREAM, "\u0001vorbis", "an Ogg file (Vorbis)"),
            new Signature(0, "OggS", "an Ogg file"),
            new Signature(0, "0&\u00b2u\u008ef\u00cf\u0011", "a Windows Media file (ASF, WMA, WMV)"),
            new Signature(0, "FLV\u0001", "a Flash video"),
            new Signature(0, "\0\0\u0001\u00ba", "an MPEG program stream"),
            new Signature(0, "\0\0\u0001\u00b3", "an MPEG video stream"),
            new Signature(0, "wvpk", "a WavPack file"),
            new Signature(0, "MAC ", "a Monkey's Audio file"),
            new Signature(0, "\u0002dss", "a DSS dictation"),
            new Signature(0, "\u0003ds2", "a DSS dictation"),
            new Signature(0, "\u001f\u008b", "gzip-compressed data"),
            new Signature(0, "BZh", "bzip2-compressed data"),
            new Signature(0, "\u00fd7zXZ", "xz-compressed data"),
            new Signature(0, "(\u00b5/\u00fd", "Zstandard-compressed data"),
            new Signature(0, "PK\u0003\u0004", "a ZIP archive"),
            new Signature(0, "7z\u00bc\u00af", "a 7z archive"),
            new Signature(0, "\u00ff\u00d8\u00ff", "a JPEG image"),
            new Signature(0, "\u0089PNG", "a PNG image"),
            new Signature(0, "%PDF", "a PDF document"),
            new Signature(0, "<?xml", "an XML document"),
            new Signature(0, "<!", "an HTML document"),
            new Signature(0, "<html", "an HTML document"),
            new Signature(0, "{\"", "a JSON document"));

    private ForeignFormats() {}

    /** Throws if one of these formats begins at this position. */
    static void refuse(ObjectBytes bytes, long start) throws UnsupportedMediaException {
        for (Signature signature : SIGNATURES) {
            if (bytes.has(start + signature.offset, signature.text)) {
                throw UnsupportedMediaException.foreign(signature.name);
            }
        }
        boolean isTransport = IntStream.range(0, 3)
                .allMatch(packet -> bytes.at(start + (long) packet * TRANSPORT_PACKET_BYTES) == 'G');
        if (isTransport) {
            throw UnsupportedMediaException.foreign("an MPEG transport stream");
        }
    }

    private record Signature(int offset, String text, String name) {}
}
