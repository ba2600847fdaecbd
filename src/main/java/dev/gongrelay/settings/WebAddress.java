package dev.gongrelay.settings;

import static dev.gongrelay.settings.Rules.unless;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rules for addresses. No problem quotes any part, which may be {@code user:secret@}. */
final class WebAddress {
    static final String HOST = "[A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]";

    private static final String GONG = "gong.io";
    /** A part of the host of every base URL of Gong's API (Gong, "What the Gong API provides", 2026). */
    private static final String API = ".api.";

    private static final int NO_PORT = -1;
    private static final int LARGEST_PORT = 65_535;
    private static final Pattern QUEUE = Pattern.compile("/(.{1,200}/)?[A-Za-z0-9_-]{1,80}");

    private WebAddress() {}

    /** The base URL of Gong's API. Its host has to be in Gong's domain, because calls and credentials go there. */
    static Optional<String> gong(Setting setting) {
        if (setting.text().isBlank()) {
            return Optional.of("is missing: set it to the address that Gong shows beside the access key, such as"
                    + " https://us-12345.api.gong.io");
        }
        return parsed(setting.text()).map(uri -> gong(uri, setting)).orElse(Optional.of("is not a URL"));
    }

    private static Optional<String> gong(URI uri, Setting setting) {
        String allowedHost = setting.other(Rules.ALLOWED_HOST).orElse(GONG).toLowerCase(Locale.ROOT);
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        if (!host.equals(allowedHost) && !host.endsWith("." + allowedHost)) {
            return Optional.of("must have a host in gong.io; for local use, name another in RELAY_GONG_ALLOWED_HOST");
        }
        boolean localUse = !allowedHost.equals(GONG);
        if (!localUse && !("." + host + ".").contains(API)) {
            return Optional.of("must be the address of Gong's API, such as https://us-12345.api.gong.io, not of its"
                    + " web application or pages");
        }
        if (!hasScheme(uri, "https") && !(localUse && hasScheme(uri, "http"))) {
            return Optional.of("must begin with https://");
        }
        return unless(
                isBare(uri) && (uri.getPath().isEmpty() || uri.getPath().equals("/")),
                "must be scheme, host and port only, without path, query or user");
    }

    /** The address of another S3 or SQS. */
    static Optional<String> endpoint(Setting setting) {
        return unless(webAddress(setting).isPresent(), "must be http:// or https://, a host and a port");
    }

    /** The URL of a queue. In a FIFO queue, recordings would wait for each other, for nothing. */
    static Optional<String> queue(Setting setting) {
        if (setting.text().endsWith(".fifo")) {
            return Optional.of("must not be a FIFO queue");
        }
        return unless(
                webAddress(setting)
                        .filter(uri -> QUEUE.matcher(uri.getPath()).matches())
                        .isPresent(),
                "must be the URL of a queue, not its ARN");
    }

    static Optional<String> deadLetterQueue(Setting setting) {
        return queue(setting).or(() -> sameAs(setting, Rules.QUEUE_URL));
    }

    /** Needs receipts, because only they note whether a call arrived. */
    static Optional<String> arrivalsQueue(Setting setting) {
        return queue(setting)
                .or(() -> sameAs(setting, Rules.QUEUE_URL, Rules.DEAD_LETTER_URL))
                .or(() -> unless(
                        setting.other(Rules.RECEIPTS_BUCKET).isPresent(),
                        "needs RELAY_RECEIPTS_BUCKET, where arrivals are noted"));
    }

    private static Optional<String> sameAs(Setting setting, String... others) {
        return Stream.of(others)
                .filter(other -> setting.other(other).equals(Optional.of(setting.text())))
                .findFirst()
                .map(same -> "must be a different queue from " + Setting.variable(same));
    }

    private static Optional<URI> webAddress(Setting setting) {
        return parsed(setting.text())
                .filter(uri -> uri.getHost() != null && isBare(uri))
                .filter(uri -> hasScheme(uri, "http") || hasScheme(uri, "https"));
    }

    private static boolean hasScheme(URI uri, String scheme) {
        return scheme.equalsIgnoreCase(uri.getScheme());
    }

    private static boolean isBare(URI uri) {
        boolean hasPort = uri.getPort() == NO_PORT || (uri.getPort() > 0 && uri.getPort() <= LARGEST_PORT);
        return hasPort && uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
    }

    private static Optional<URI> parsed(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
