package dev.gongrelay.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.TestSettings;
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
        assertThat(config.timeLimit()).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void shows_no_secret_as_text() {
        RelayConfig config = TestSettings.with(Map.of("relay.gong.access-key-secret", "very-secret-c0ffee"));

        assertThat(config.toString() + config.gong()).doesNotContain("very-secret-c0ffee");
    }
}
