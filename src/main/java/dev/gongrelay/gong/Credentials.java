package dev.gongrelay.gong;

import dev.gongrelay.RelayConfig;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The credentials of Gong's API. */
@Singleton
final class Credentials {
    private final String authorization;

    Credentials(RelayConfig config) {
        String pair = config.gong().accessKey() + ":" + config.gong().accessKeySecret();
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** The value of the {@code Authorization} header. */
    String authorization() {
        return authorization;
    }

    /** Fetches the credentials again; false when that can't bring others. */
    boolean renew() {
        return false;
    }
}
