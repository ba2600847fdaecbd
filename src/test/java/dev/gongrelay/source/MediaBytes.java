package dev.gongrelay.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Media files: some made piece by piece, and some from the test resources. */
final class MediaBytes {
    private static final Path FILES = Path.of("src/test/resources/media");

    private MediaBytes() {}

    /** A file from the test resources. */
    static byte[] file(String name) {
        try (InputStream file = Files.newInputStream(FILES.resolve(name))) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of all files in the test resources. */
    static List<String> fileNames() {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    /** One byte for each character. */
    static byte[] text(String text) {
        return text.getBytes(ISO_8859_1);
    }

    static byte[] zeros(int count) {
        return new byte[count];
    }

    /** Bytes from hexadecimal digits; spaces are ignored. */
    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    /** A number, most significant byte first. */
    static byte[] bigEndian(int count, long number) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[count - 1 - i] = (byte) (number >> (8 * i));
        }
        return bytes;
    }

    /** A number, least significant byte first. */
    static byte[] littleEndian(int count, long number) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (number >> (8 * i));
        }
        return bytes;
    }

    /** A chunk of RIFF, padded to an even length. */
    static byte[] chunk(String id, byte[]... content) {
        byte[] joined = join(content);
        return join(text(id), littleEndian(4, joined.length), joined, zeros(joined.length & 1));
    }

    /** A WAV file of these chunks. */
    static byte[] wave(byte[]... chunks) {
        byte[] joined = join(chunks);
        return join(text("RIFF"), littleEndian(4, joined.length + 4), text("WAVE"), joined);
    }

    /** A format chunk without the fields of codecs. */
    static byte[] waveFormat(int codec, int channels, int samplesPerSecond, int bytesPerSecond) {
        return chunk(
                "fmt ",
                littleEndian(2, codec),
                littleEndian(2, channels),
                littleEndian(4, samplesPerSecond),
                littleEndian(4, bytesPerSecond),
                littleEndian(2, channels),
                littleEndian(2, 8));
    }

    /** A box of MP4. */
    static byte[] box(String type, byte[]... content) {
        byte[] joined = join(content);
        return join(bigEndian(4, joined.length + 8), text(type), joined);
    }

    /** An MP4 track with only what tells its type. */
    static byte[] track(String handler, byte[]... sampleEntries) {
        return box(
                "trak",
                box("tkhd", zeros(84)),
                box(
                        "mdia",
                        box("hdlr", zeros(8), text(handler), zeros(13)),
                        box("minf", box("stbl", box("stsd", bigEndian(8, 1), join(sampleEntries))))));
    }

    /** A sound entry of ISO's version, with a number of channels, true or not, and the boxes of its codec. */
    static byte[] sound(String codec, int channels, byte[]... more) {
        return box(codec, zeros(16), bigEndian(2, channels), bigEndian(2, 16), zeros(8), join(more));
    }

    /** An EBML element with a size of 8 bytes. */
    static byte[] element(long id, byte[]... content) {
        byte[] joined = join(content);
        return join(elementId(id), bigEndian(8, 1L << 56 | joined.length), joined);
    }

    /** The beginning of an EBML element without a size. */
    static byte[] openElement(long id) {
        return join(elementId(id), hex("FF"));
    }

    private static byte[] elementId(long id) {
        return bigEndian((71 - Long.numberOfLeadingZeros(id)) / 8, id);
    }

    /** An ID3 tag with this many bytes of content. */
    static byte[] id3(int version, int flags, int contentBytes) {
        return join(id3Header(version, flags, contentBytes), zeros(contentBytes));
    }

    /** The beginning of such a tag. */
    static byte[] id3Header(int version, int flags, int contentBytes) {
        return join(
                text("ID3"),
                new byte[] {(byte) version, 0, (byte) flags},
                bigEndian(1, contentBytes >> 21),
                bigEndian(1, contentBytes >> 14 & 0x7F),
                bigEndian(1, contentBytes >> 7 & 0x7F),
                bigEndian(1, contentBytes & 0x7F));
    }

    /** Frames of MPEG audio with this header and length. */
    static byte[] frames(String header, int lengthBytes, int count) {
        byte[] frame = Arrays.copyOf(hex(header), lengthBytes);
        return Stream.generate(() -> frame).limit(count).reduce(new byte[0], (all, one) -> join(all, one));
    }
}
