package dev.gongrelay.gong;

import java.net.URI;
import java.util.Locale;

/**
 * The account that the relay uses at Gong. Two that differ may belong to two companies.
 *
 * @param baseUrl of the API, normalized: scheme and host in lowercase, nothing behind the port
 * @param keyFingerprint the first 12 hex digits of the access key's SHA-256: tells keys apart without showing them
 */
public record GongAccount(String baseUrl, String keyFingerprint) {
    static GongAccount of(String baseUrl, String keyFingerprint) {
        URI uri = URI.create(baseUrl.strip());
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return new GongAccount(
                uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port,
                keyFingerprint);
    }
}
