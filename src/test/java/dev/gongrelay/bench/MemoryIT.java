package dev.gongrelay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MemoryIT {
    /** More than the heap and all buffers outside it. */
    private static final int LARGE = Boolean.getBoolean("soak") ? 300_000_000 : 100_000_000;

    @SuppressWarnings("NullAway.Init")
    private static Loopback loopback;

    @BeforeAll
    static void start() throws InterruptedException {
        loopback = new Loopback("-XX:TieredStopAtLevel=1");
    }

    @AfterAll
    static void stop() {
        loopback.close();
    }

    @Test
    void relays_more_than_fits_into_memory_with_half_of_the_buffers_that_the_template_gives() throws Exception {
        GeneratedMedia media = new GeneratedMedia(LARGE);
        Artifact small = Artifact.given().with("-XX:MaxDirectMemorySize=16m");
        try (PackagedFunction function = PackagedFunction.start(small, loopback.functionSettings())) {

            FunctionContender.relay(function, LARGE + "-only.wav");

            loopback.check(media, media.sha256());
            assertThat(function.peakHeapBytes().orElseThrow()).isLessThan(64L * 1024 * 1024);
        }
    }

    /** With a heap of 32 MB, as a native function of 128 MB has. */
    @Test
    void finds_an_owner_among_10_000_users_in_a_heap_of_32_mb() throws Exception {
        GeneratedMedia media = new GeneratedMedia(10_000_000);
        Artifact small = Artifact.given().with("-Xmx32m");
        Map<String, String> settings = new HashMap<>(loopback.functionSettings());
        settings.put("RELAY_DEFAULTS_PRIMARY_USER", GeneratedUsers.address(GeneratedUsers.COUNT - 1));
        for (String key : List.of("10000000-listed.wav", "10000000-read.wav")) {
            try (PackagedFunction function = PackagedFunction.start(small, settings)) {

                FunctionContender.relay(function, key);

                loopback.check(media, media.sha256());
            }
        }
    }
}
