package dev.gongrelay.receipt;

import dev.gongrelay.event.RecordingReference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where the receipts of recordings lie: {@code <prefix>/<bucket>/<key>.json}, for people to find them. Where such a key
 * would be longer than S3 allows, or has a segment that tools take for the way up, it is
 * {@code <prefix>/sha256/<SHA-256 of bucket/key, in hex>.json}.
 */
final class ReceiptKeys {
    /** Bytes of UTF-8 (Amazon S3, "Naming Amazon S3 objects", 2025). */
    private static final int LONGEST = 1024;

    private final String prefix;

    /** @param prefix with or without slashes around it; may be empty */
    ReceiptKeys(String prefix) {
        String bare = prefix.replaceAll("^/+|/+$", "");
        this.prefix = bare.isEmpty() ? "" : bare + "/";
    }

    String of(RecordingReference recording) {
        String name = recording.bucket() + "/" + recording.key();
        String key = prefix + name + ".json";
        boolean walks = Arrays.stream(recording.key().split("/", -1)).anyMatch(s -> s.equals(".") || s.equals(".."));
        return walks || key.getBytes(StandardCharsets.UTF_8).length > LONGEST
                ? prefix + "sha256/" + Sha256.of(name) + ".json"
                : key;
    }
}
