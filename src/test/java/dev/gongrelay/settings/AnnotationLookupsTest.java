package dev.gongrelay.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnotationLookupsTest {
    private static final String DELAY =
            "quarkus.fault-tolerance.\"dev.gongrelay.gong.GongApi$$CDIWrapper/upload\".retry.delay";
    private static final String ELSEWHERE = "quarkus.rest-client.gong.url";

    private final List<String> asked = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                DELAY,
                "smallrye.faulttolerance.\"dev.gongrelay.gong.GongApi$$CDIWrapper/upload\".retry.delay",
                "dev.gongrelay.gong.GongApi$$CDIWrapper/upload/Retry/delay"
            })
    void asks_nobody_for_what_is_not_set(String name) {
        SmallRyeConfig config = config(Map.of(ELSEWHERE, "https://example.com"));
        asked.clear();

        assertThat(config.getOptionalValue(name, String.class)).isEmpty();

        assertThat(asked).isEmpty();

        assertThat(config.getValue(ELSEWHERE, String.class)).isEqualTo("https://example.com");
        assertThat(asked).contains(ELSEWHERE);
    }

    @ParameterizedTest
    @ValueSource(strings = {DELAY, "dev.gongrelay.gong.GongApi$$CDIWrapper/upload/Retry/delay"})
    void finds_what_is_set(String name) {
        assertThat(config(Map.of(name, "1")).getValue(name, String.class)).isEqualTo("1");
    }

    @Test
    void asks_for_what_a_variable_may_set() {
        SmallRyeConfig config = config(Map.of("QUARKUS_FAULT_TOLERANCE__DEV_GONGRELAY_GONG_GONGAPI__RETRY_DELAY", "1"));
        asked.clear();

        config.getOptionalValue(DELAY, String.class);

        assertThat(asked).contains(DELAY);
    }

    private SmallRyeConfig config(Map<String, String> properties) {
        ConfigSourceInterceptor others = (context, name) -> {
            asked.add(name);
            return context.proceed(name);
        };
        return new SmallRyeConfigBuilder()
                .withInterceptors(new AnnotationLookups(), others)
                .withSources(new PropertiesConfigSource(properties, "properties", 100))
                .build();
    }
}
