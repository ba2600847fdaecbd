package dev.gongrelay.gong;

import java.net.URI;
import java.util.Locale;

/**
 * Whom the relay is to Gong. Two that differ may be of two companies.
 *
 * @param baseUrl of the API, in one way of writing: without a slash at the end, scheme and host in lower case
 * @param keyFingerprint the first 12 digits of the access key's SHA-256, in hex: tells keys apart without showing them
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
