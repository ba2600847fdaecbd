package dev.gongrelay;

import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.GongSimulator;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** What the relay under test finds around it: an S3 and a Gong, on loopback. */
public final class Surroundings implements QuarkusTestResourceLifecycleManager {
    static final String ACCESS_KEY = "test-access-key";
    static final String ACCESS_KEY_SECRET = "test-access-key-secret";

    private final GongSimulator gong =
            GongSimulator.options().credentials(ACCESS_KEY, ACCESS_KEY_SECRET).requestsPerSecond(0).start();

    @Override
    public Map<String, String> start() {
        return Map.of(
                "relay.gong.base-url", gong.baseUrl().toString(),
                "relay.gong.allowed-host", gong.baseUrl().getHost(),
                "relay.gong.access-key", ACCESS_KEY,
                "relay.gong.access-key-secret", ACCESS_KEY_SECRET,
                "relay.source.endpoint", EmbeddedS3.shared().endpoint().toString(),
                "relay.receipts.bucket", "receipts",
                "relay.defaults.primary-user", "234599484848423",
                "relay.defaults.direction", "Inbound");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(gong, new TestInjector.MatchesType(GongSimulator.class));
    }

    @Override
    public void stop() {
        gong.close();
    }
}
