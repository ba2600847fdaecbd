package dev.gongrelay;

import dev.gongrelay.lambda.LoopbackEventServer;
import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.GongSimulator;
import io.quarkus.amazon.lambda.runtime.AmazonLambdaApi;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;

/** What the relay under test finds around it: an S3 and a Gong, on loopback. */
public final class Surroundings implements QuarkusTestResourceLifecycleManager {
    static final String ACCESS_KEY = "test-access-key";
    static final String ACCESS_KEY_SECRET = "test-access-key-secret";

    private static final String RECEIPTS = "receipts-" + UUID.randomUUID();

    private final GongSimulator gong = GongSimulator.options()
            .credentials(ACCESS_KEY, ACCESS_KEY_SECRET)
            .requestsPerSecond(0)
            .start();

    private final LoopbackEventServer events = new LoopbackEventServer();

    @Override
    public Map<String, String> start() {
        events.start(0);
        EmbeddedS3.shared().client().createBucket(request -> request.bucket(RECEIPTS));
        return Map.of(
                AmazonLambdaApi.QUARKUS_INTERNAL_AWS_LAMBDA_TEST_API,
                events.address(),
                "relay.gong.base-url",
                gong.baseUrl().toString(),
                "relay.gong.allowed-host",
                gong.baseUrl().getHost(),
                "relay.gong.access-key",
                ACCESS_KEY,
                "relay.gong.access-key-secret",
                ACCESS_KEY_SECRET,
                "relay.source.endpoint",
                EmbeddedS3.shared().endpoint().toString(),
                "relay.receipts.bucket",
                RECEIPTS,
                "relay.defaults.primary-user",
                "234599484848423",
                "relay.defaults.direction",
                "Inbound");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(gong, new TestInjector.MatchesType(GongSimulator.class));
    }

    @Override
    public void stop() {
        try {
            events.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        gong.close();
    }
}
