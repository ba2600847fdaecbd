package dev.gongrelay.gong;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.settings.RelayConfig;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * The credentials of Gong's API: from Secrets Manager, read before the first call and again when they are no longer
 * fresh, or from the settings.
 *
 * <p>Safe for use by several threads.
 */
@Startup
@Singleton
final class Credentials {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final Optional<String> secretArn;
    private final Supplier<SecretsManagerClient> secrets;
    private final Clock clock;
    private volatile @Nullable Reading reading;

    @Inject
    Credentials(RelayConfig config, Instance<SecretsManagerClient> secrets, Clock clock) {
        this(config, secrets::get, clock);
    }

    /** @param secrets asked only when a secret is set; if none is, the settings have both parts of a key */
    Credentials(RelayConfig config, Supplier<SecretsManagerClient> secrets, Clock clock) {
        this.secretArn = config.gong().secretArn();
        this.secrets = secrets;
        this.clock = clock;
        if (secretArn.isEmpty()) {
            String accessKey = config.gong().accessKey().orElseThrow();
            String accessKeySecret = config.gong().accessKeySecret().orElseThrow();
            this.reading = new Reading(basic(accessKey, accessKeySecret), Instant.MAX);
        } else {
            // Made before the first event, which then only has to ask it.
            Objects.requireNonNull(secrets.get());
        }
    }

    /** The value of the {@code Authorization} header, as read last; never blocks. */
    String authorization() {
        return Objects.requireNonNull(reading, "refresh() comes first").authorization();
    }

    /**
     * Reads the secret if it was not read in the last five minutes; blocks meanwhile. If that fails, what was read before
     * is used further: Gong tells if it is no longer right.
     *
     * @throws TransientException ({@link FailureCode#CREDENTIALS_UNAVAILABLE}) if that fails and nothing was read before
     */
    void refresh() {
        Reading last = reading;
        if (last != null && clock.instant().isBefore(last.freshUntil())) {
            return;
        }
        try {
            reading = read();
        } catch (TransientException e) {
            if (last == null) {
                throw e;
            }
        }
    }

    /** Reads the secret again, after Gong refused it; blocks meanwhile. False when that brought no other. */
    boolean renew() {
        if (secretArn.isEmpty()) {
            return false;
        }
        String refused = authorization();
        try {
            reading = read();
        } catch (TransientException e) {
            return false;
        }
        return !authorization().equals(refused);
    }

    private Reading read() {
        String arn = secretArn.orElseThrow();
        String text;
        try {
            text = secrets.get()
                    .getSecretValue(request -> request.secretId(arn))
                    .secretString();
        } catch (SdkException e) {
            throw unavailable(arn + " can't be read: " + e.getMessage(), e);
        }
        JsonNode secret = json(text, arn);
        String accessKey = secret.path("accessKey").asText().strip();
        String accessKeySecret = secret.path("accessKeySecret").asText().strip();
        if (accessKey.isEmpty() || accessKeySecret.isEmpty()) {
            throw unavailable(arn + " lacks accessKey or accessKeySecret", null);
        }
        return new Reading(basic(accessKey, accessKeySecret), clock.instant().plus(FRESH));
    }

    private static JsonNode json(@Nullable String text, String arn) {
        try {
            return JSON.readTree(text == null ? "" : text);
        } catch (JsonProcessingException e) {
            // Its message would show a part of the secret.
            throw unavailable(arn + " is no JSON object", null);
        }
    }

    private static TransientException unavailable(String message, @Nullable Throwable cause) {
        return new TransientException(FailureCode.CREDENTIALS_UNAVAILABLE, "Gong's secret " + message, cause);
    }

    private static String basic(String accessKey, String accessKeySecret) {
        String pair = accessKey + ":" + accessKeySecret;
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private record Reading(String authorization, Instant freshUntil) {
        @Override
        public String toString() {
            return "credentials fresh until " + freshUntil;
        }
    }
}
