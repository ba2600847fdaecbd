package dev.gongrelay.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Reads {@code <base URL> <allowed host>} into the base URL, so that a missing or wrong one is listed together with
 * every other wrong setting when the function starts.
 */
@RegisterForReflection
public final class GongEndpoint implements Converter<URI> {
    private static final long serialVersionUID = 1;
    private static final String GONG = "gong.io";

    @Override
    public URI convert(String value) {
        String allowedHost = value.substring(value.lastIndexOf(' ') + 1).toLowerCase(Locale.ROOT);
        String baseUrl = value.substring(0, value.lastIndexOf(' ')).strip();
        if (baseUrl.isEmpty()) {
            throw new IllegalArgumentException("RELAY_GONG_BASE_URL is missing: set it to the address that Gong shows"
                    + " beside the access key, such as https://us-12345.api.gong.io");
        }
        URI uri = parse(baseUrl);
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        if (!host.equals(allowedHost) && !host.endsWith("." + allowedHost)) {
            throw new IllegalArgumentException("RELAY_GONG_BASE_URL must have a host in " + allowedHost
                    + "; for local use, name another in RELAY_GONG_ALLOWED_HOST");
        }
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        boolean localUse = !allowedHost.equals(GONG) && "http".equalsIgnoreCase(uri.getScheme());
        if (!tls && !localUse) {
            throw new IllegalArgumentException("RELAY_GONG_BASE_URL must begin with https://");
        }
        boolean bare = uri.getUserInfo() == null
                && uri.getQuery() == null
                && uri.getFragment() == null
                && (uri.getPath().isEmpty() || uri.getPath().equals("/"));
        if (!bare) {
            throw new IllegalArgumentException(
                    "RELAY_GONG_BASE_URL must be scheme, host and port only, without path," + " query or user");
        }
        return uri;
    }

    private static URI parse(String baseUrl) {
        try {
            return new URI(baseUrl);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("RELAY_GONG_BASE_URL is no URL", e);
        }
    }
}
