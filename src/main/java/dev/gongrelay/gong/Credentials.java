package dev.gongrelay.gong;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gongrelay.aws.AwsExceptions;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.source.Digest;
import dev.gongrelay.tls.Destination;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
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
 * The credentials for Gong's API: from the settings, or from Secrets Manager, read before the first call and again every
 * five minutes. Safe for use by several threads.
 */
@Startup
@Singleton
final class Credentials {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final int FINGERPRINT_DIGITS = 12;

    private final Optional<String> secretArn;
    private final Supplier<SecretsManagerClient> secrets;
    private final Destination destination;
    private final Clock clock;
    private volatile @Nullable Secret secret;

    @Inject
    Credentials(RelayConfig config, Instance<SecretsManagerClient> secrets, Destination destination, Clock clock) {
        this(config, secrets::get, destination, clock);
    }

    /** @param secrets used only if a secret is set; if none is, the settings have both parts of the key */
    Credentials(RelayConfig config, Supplier<SecretsManagerClient> secrets, Destination destination, Clock clock) {
        this.secretArn = config.gong().secretArn();
        this.secrets = secrets;
        this.destination = destination;
        this.clock = clock;
        if (secretArn.isEmpty()) {
            String accessKey = config.gong().accessKey().orElseThrow();
            String accessKeySecret = config.gong().accessKeySecret().orElseThrow();
            this.secret = new Secret(basic(accessKey, accessKeySecret), fingerprint(accessKey), Instant.MAX);
        } else {
            // Creates the client now, so that the first event does not wait for that.
            Objects.requireNonNull(secrets.get());
        }
    }

    /** The value of the {@code Authorization} header, as last read; never blocks. */
    String authorization() {
        return destination.isDiverted()
                ? basic("none", "none")
                : Objects.requireNonNull(secret, "refresh() comes first").authorization();
    }

    /** Tells the access key, as last read, from others without showing it; never blocks. */
    String fingerprint() {
        return Objects.requireNonNull(secret, "refresh() comes first").fingerprint();
    }

    /**
     * Reads the secret unless that was done in the last five minutes; blocks. If it can't be read, the last one stays in
     * use: Gong refuses it if it is no longer valid.
     *
     * @throws TransientException if it can't be read and never was: {@link FailureCode#CREDENTIALS_INVALID} if Secrets
     *     Manager denies the secret, does not have it, or it is malformed; {@link FailureCode#CREDENTIALS_UNAVAILABLE}
     *     if Secrets Manager can't be reached, fails or is overloaded
     */
    void refresh() {
        Secret last = secret;
        if (destination.isDiverted() || (last != null && clock.instant().isBefore(last.freshUntil()))) {
            return;
        }
        try {
            secret = read();
        } catch (TransientException e) {
            if (last == null) {
                throw e;
            }
        }
    }

    /**
     * Reads the secret again; blocks.
     *
     * @throws TransientException as {@link #refresh} does, but also if it was read before
     */
    void readNow() {
        if (secretArn.isPresent()) {
            secret = read();
        }
    }

    /** Reads the secret again after Gong refused it; blocks. False if it is still the same. */
    boolean renew() {
        String refused = authorization();
        try {
            readNow();
        } catch (TransientException e) {
            return false;
        }
        return !authorization().equals(refused);
    }

    private Secret read() {
        String arn = secretArn.orElseThrow();
        String text;
        try {
            text = secrets.get()
                    .getSecretValue(request -> request.secretId(arn))
                    .secretString();
        } catch (SdkException e) {
            throw new TransientException(
                    AwsExceptions.mayPass(e) ? FailureCode.CREDENTIALS_UNAVAILABLE : FailureCode.CREDENTIALS_INVALID,
                    "Gong's secret " + arn + " can't be read: " + reason(e),
                    e);
        }
        JsonNode keys = json(text, arn);
        String accessKey = keys.path("accessKey").asText("").strip();
        String accessKeySecret = keys.path("accessKeySecret").asText("").strip();
        if (accessKey.isEmpty() || accessKeySecret.isEmpty()) {
            throw invalid(arn + " lacks accessKey or accessKeySecret");
        }
        return new Secret(
                basic(accessKey, accessKeySecret),
                fingerprint(accessKey),
                clock.instant().plus(FRESH));
    }

    private static String reason(SdkException failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    /** A secret stored from a file may begin with a byte order mark, which Jackson skips only in bytes. */
    private static JsonNode json(@Nullable String text, String arn) {
        try {
            return JSON.readTree((text == null ? "" : text).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Its message would show a part of the secret.
            throw invalid(arn + " is not a JSON object");
        }
    }

    private static TransientException invalid(String message) {
        return new TransientException(FailureCode.CREDENTIALS_INVALID, "Gong's secret " + message);
    }

    private static String basic(String accessKey, String accessKeySecret) {
        String pair = accessKey + ":" + accessKeySecret;
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String fingerprint(String accessKey) {
        return Digest.sha256(accessKey).substring(0, FINGERPRINT_DIGITS);
    }

    private record Secret(String authorization, String fingerprint, Instant freshUntil) {
        @Override
        public String toString() {
            return "credentials fresh until " + freshUntil;
        }
    }
}
