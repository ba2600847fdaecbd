package dev.gongrelay.source;

import java.util.List;
import java.util.regex.Pattern;
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
            new Signature(8, "QLCM", "a QCP file"),
            new Signature(0, "#!SILK_V3", "a SILK file"),
            new Signature(0, "\u0002#!SILK_V3", "a SILK file"),
            new Signature(0, "#!iLBC", "an iLBC file"),
            new Signature(0, "ADIF", "an AAC stream without a container (ADIF)"),
            new Signature(0, "NIST_1A", "a SPHERE file"),
            new Signature(0, "Creative Voice File", "a VOC file"),
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
            new Signature(0, "GIF8", "a GIF image"),
            new Signature(0, "Rar!\u001a", "a RAR archive"),
            new Signature(0, "-----BEGIN PGP", "an encrypted file (PGP)"),
            new Signature(0, "age-encryption.org", "an encrypted file (age)"),
            new Signature(0, "Salted__", "an encrypted file (OpenSSL)"),
            new Signature(0, "%PDF", "a PDF document"));

    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";
    private static final Pattern HTML = Pattern.compile("(?i)<(!|html|head|body)");
    private static final Pattern XML = Pattern.compile("<[?A-Za-z]");
    private static final Pattern JSON = Pattern.compile("(\\{\\s*[\"}]|\\[\\s*[\\[{\"\\]])");
    /** How many characters reveal what a text is. */
    private static final int BEGINNING = 64;

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

    /** The exception for a file that is not media. Names a server's answer that was saved in place of the recording. */
    static UnsupportedMediaException unrecognized(ObjectBytes bytes, long start) {
        String beginning = bytes.text(start, BEGINNING);
        String text = beginning.startsWith(BYTE_ORDER_MARK) ? beginning.substring(BYTE_ORDER_MARK.length()) : beginning;
        if (HTML.matcher(text.strip()).lookingAt()) {
            return UnsupportedMediaException.foreign("an HTML document");
        }
        if (XML.matcher(text.strip()).lookingAt()) {
            return UnsupportedMediaException.foreign("an XML document");
        }
        return JSON.matcher(text.strip()).lookingAt()
                ? UnsupportedMediaException.foreign("a JSON document")
                : UnsupportedMediaException.unknown();
    }

    private record Signature(int offset, String text, String name) {}
}
