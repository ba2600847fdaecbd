package dev.gongrelay.source;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** Digests of texts and bytes. */
public final class Digest {
    private Digest() {}

    /** The SHA-256 of a text in UTF-8, in lowercase hex, in place of a text that is too long, or must not be shown. */
    public static String sha256(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(of("SHA-256", bytes, bytes.length));
    }

    /**
     * The MD5 of the first bytes of an array, in Base64. S3 compares it with the bytes that arrive, and requires it
     * in a bucket with Object Lock (Amazon S3, "PutObject", 2026).
     */
    static String md5(byte[] bytes, int length) {
        return Base64.getEncoder().encodeToString(of("MD5", bytes, length));
    }

    private static byte[] of(String algorithm, byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(bytes, 0, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java always has " + algorithm, e);
        }
    }
}
