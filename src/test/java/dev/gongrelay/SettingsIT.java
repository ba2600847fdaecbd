package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the package starts with settings that are wrong. */
class SettingsIT {
    private static final String TEST_EVENT = "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}";

    @Test
    void refuses_every_wrong_setting_in_one_message_and_shows_no_secret() {
        Map<String, String> wrong = Map.of(
                "RELAY_GONG_BASE_URL", "https://user:s3cr3t@api.gong.io",
                "RELAY_GONG_ACCESS_KEY", "s3cr3t-${s3cr3t}",
                "RELAY_GONG_RETRIES", "many",
                "RELAY_SOURCE_ENDPOINT", "http://user:s3cr3t@127.0.0.1:9000",
                "RELAY_DELIVERY_QUEUE_URL", "https://user:s3cr3t@127.0.0.1/1/calls",
                "RELAY_RECORDINGS_KEY_PATTERN", "(?<titel>.*)",
                "RELAY_DEFAULTS_DIRECTION", "Sideways",
                "RELAY_DEADLINE_MARGIN", "1h");

        assertThatThrownBy(() -> PackagedFunction.start(Artifact.given(), wrong))
                .message()
                .doesNotContain("s3cr3t")
                .containsOnlyOnce("Configuration validation failed")
                .contains(
                        "RELAY_DEADLINE_MARGIN must be a duration above zero and shorter than RELAY_TIME_LIMIT",
                        "RELAY_GONG_BASE_URL must be scheme, host and port only",
                        "RELAY_GONG_ACCESS_KEY must not contain an expression",
                        "RELAY_GONG_ACCESS_KEY_SECRET is missing",
                        "RELAY_GONG_RETRIES must be a whole number",
                        "RELAY_SOURCE_ENDPOINT must be http:// or https://",
                        "RELAY_DELIVERY_QUEUE_URL must be the URL of a queue",
                        "RELAY_RECORDINGS_KEY_PATTERN has a group that is not a text field of a call: titel",
                        "RELAY_DEFAULTS_DIRECTION must be Inbound, Outbound, Conference or Unknown");
    }

    @Test
    void starts_with_a_mistyped_variable_and_names_the_setting_that_was_meant() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "RELAY_GONG_BASE_URL", "http://127.0.0.1:1",
                "RELAY_GONG_ALLOWED_HOST", "127.0.0.1",
                "RELAY_GONG_ACCESS_KEY", "key",
                "RELAY_GONG_ACCESS_KEY_SECRET", "secret"));
        settings.put("RELAY_RECORDING_MAX_SIZE", "100M");

        try (var function = PackagedFunction.start(Artifact.given(), settings)) {
            assertThat(function.invoke(TEST_EVENT).failed()).isFalse();
            assertThat(function.log()).contains("RELAY_RECORDING_MAX_SIZE (did you mean RELAY_RECORDINGS_MAX_SIZE?)");
        }
    }
}
