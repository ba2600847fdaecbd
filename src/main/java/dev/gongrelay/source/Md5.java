package dev.gongrelay.source;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What S3 compares with the bytes that arrive, and requires where the bucket locks what is written (Amazon S3,
 * "PutObject", 2026).
 */
final class Md5 {
    private Md5() {}

    /** Of the first bytes of an array, in Base64. */
    static String of(byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(bytes, 0, length);
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java always has MD5", e);
        }
    }
}
