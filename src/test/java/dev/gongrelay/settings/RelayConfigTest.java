package dev.gongrelay.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.TestSettings;
import io.smallrye.config.ConfigValidationException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RelayConfigTest {
    @Test
    void has_defaults_for_all_that_need_not_be_set() {
        RelayConfig config = TestSettings.with(Map.of());

        assertThat(config.recordings().maxSize().asLongValue()).isEqualTo(1_500_000_000L);
        assertThat(config.recordings().extensions())
                .containsExactlyInAnyOrder("wav", "mp3", "mp4", "m4a", "mkv", "flac");
        assertThat(config.recordings().sidecarSuffix()).isEqualTo(".json");
        assertThat(config.source().stallTimeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.gong().stallTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.deadlineMargin()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.timeLimit()).isEqualTo(Duration.ofSeconds(900));
    }

    @Test
    void lists_every_missing_and_invalid_setting_in_one_message() {
        assertThatThrownBy(() -> TestSettings.with(Map.of(
                        "relay.gong.endpoint", " gong.io",
                        "relay.gong.access-key-given", "RELAY_GONG_ACCESS_KEY ",
                        "relay.gong.access-key-secret-given", "RELAY_GONG_ACCESS_KEY_SECRET ",
                        "relay.gong.stall-timeout", "soon",
                        "relay.recordings.max-size", "large",
                        "relay.recordings.key-pattern", "(",
                        "relay.recordings.key-time-format", "{",
                        "relay.source.max-empty-reads", "few")))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("RELAY_GONG_BASE_URL is missing")
                .hasMessageContaining("RELAY_GONG_ACCESS_KEY is missing")
                .hasMessageContaining("RELAY_GONG_ACCESS_KEY_SECRET is missing")
                .hasMessageContaining("relay.gong.stall-timeout")
                .hasMessageContaining("relay.recordings.max-size")
                .hasMessageContaining("relay.recordings.key-pattern")
                .hasMessageContaining("relay.recordings.key-time-format")
                .hasMessageContaining("relay.source.max-empty-reads");
    }

    @Test
    void shows_no_secret_as_text() {
        RelayConfig config = TestSettings.with(Map.of("relay.gong.access-key-secret", "very-secret-c0ffee"));

        assertThat(config.toString() + config.gong()).doesNotContain("very-secret-c0ffee");
    }
}
