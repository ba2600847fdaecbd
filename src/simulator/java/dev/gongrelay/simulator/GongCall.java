package dev.gongrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A call that was registered.
 *
 * @param callId Gong's id of it, 20 digits
 * @param url where Gong would show it
 * @param details what was sent
 * @param body the same, character for character
 * @param registered when
 */
public record GongCall(String callId, String url, JsonNode details, String body, Instant registered) {
    private static final double LONGEST_SECONDS = 1e9;

    /** How long it took, as its media says, or else its details. */
    Optional<Duration> length(GongUpload media) {
        return Optional.ofNullable(media.length()).or(this::length);
    }

    /** How long it took, as its details say. */
    Optional<Duration> length() {
        double seconds = details.path("duration").asDouble(0);
        return seconds > 0 && seconds < LONGEST_SECONDS
                ? Optional.of(Duration.ofMillis(Math.round(1000 * seconds)))
                : Optional.empty();
    }
}
