package dev.gongrelay.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gongrelay.source.PartedObject;
import java.io.ByteArrayOutputStream;

/** The lines of a CSV that are not written to S3 yet. */
final class CsvPart extends ByteArrayOutputStream {
    /** What one more object may add to a part that is almost large enough. */
    private static final int RESERVE_BYTES = 256 * 1024;

    CsvPart() {
        super(PartedObject.SMALLEST_PART_BYTES + RESERVE_BYTES);
    }

    void write(String text) {
        writeBytes(text.getBytes(UTF_8));
    }

    /** The buffer itself, of which {@link #size} bytes count. */
    byte[] bytes() {
        return buf;
    }
}
