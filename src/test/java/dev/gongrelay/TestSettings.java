package dev.gongrelay;

import dev.gongrelay.settings.RelayConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Settings for parts of the relay that a test puts together on its own. */
public final class TestSettings {
    private TestSettings() {}

    /** The defaults, what has none, and what a test wants otherwise, by property name. */
    public static RelayConfig with(Map<String, String> settings) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(RelayConfig.class)
                .withDefaultValue("relay.gong.base-url", "https://us-12345.api.gong.io")
                .withDefaultValue("relay.gong.access-key", "test-access-key")
                .withDefaultValue("relay.gong.access-key-secret", "test-access-key-secret");
        settings.forEach(builder::withDefaultValue);
        return builder.build().getConfigMapping(RelayConfig.class);
    }
}
