package dev.gongrelay.receipt;

import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.source.Digest;
import dev.gongrelay.source.KeptDocument;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The keys of receipts: {@code <prefix>/<bucket>/<key>.json}, so that people find them. If such a key would be too long
 * for S3, or has a segment {@code .} or {@code ..}, {@code <prefix>/sha256/<SHA-256 of bucket/key, in hex>.json}.
 *
 * @param prefix as {@link KeptDocument#key} takes it
 */
record ReceiptKeys(String prefix) {
    /** Bytes of UTF-8 (Amazon S3, "Naming Amazon S3 objects", 2025). */
    private static final int LONGEST = 1024;

    String of(RecordingReference recording) {
        String name = recording.bucket() + "/" + recording.key();
        String key = KeptDocument.key(prefix, name + ".json");
        boolean walks = Arrays.stream(recording.key().split("/", -1)).anyMatch(s -> s.equals(".") || s.equals(".."));
        return walks || key.getBytes(StandardCharsets.UTF_8).length > LONGEST
                ? KeptDocument.key(prefix, "sha256/" + Digest.sha256(name) + ".json")
                : key;
    }
}
