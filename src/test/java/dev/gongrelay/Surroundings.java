package dev.gongrelay;

import dev.gongrelay.lambda.LambdaRuntimeApi;
import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.FaultyProxy;
import dev.gongrelay.simulator.GongSimulator;
import io.quarkus.amazon.lambda.runtime.AmazonLambdaApi;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What the relay under test finds around it, on loopback: an S3 behind a proxy that can fail, a Gong that can fail, and
 * Lambda. Time-outs and delays are short, and time passes faster while one of them is made to be silent.
 */
public final class Surroundings implements QuarkusTestResourceLifecycleManager {
    static final String ACCESS_KEY = "access-key-5e1f";
    static final String ACCESS_KEY_SECRET = "access-key-secret-77aa";

    /** How long Gong is left alone when it failed often. */
    static final Duration BREAK = Duration.ofSeconds(2);

    private static final String RECEIPTS = "receipts-" + UUID.randomUUID();

    private final GongSimulator gong = GongSimulator.options()
            .credentials(ACCESS_KEY, ACCESS_KEY_SECRET)
            .requestsPerSecond(0)
            .start();
    private final FaultyProxy source = FaultyProxy.inFrontOf(EmbeddedS3.shared().endpoint());
    private final LambdaRuntimeApi lambda = new LambdaRuntimeApi();
    private final SkippingClock.Skipping skipping = SkippingClock.faster(5, () -> gong.isSilent() || source.isSilent());

    @Override
    public Map<String, String> start() {
        EmbeddedS3.shared().client().createBucket(request -> request.bucket(RECEIPTS));
        Map<String, String> settings = new HashMap<>();
        settings.put(AmazonLambdaApi.QUARKUS_INTERNAL_AWS_LAMBDA_TEST_API, lambda.address());
        settings.put("relay.gong.base-url", gong.baseUrl().toString());
        settings.put("relay.gong.allowed-host", gong.baseUrl().getHost());
        settings.put("relay.gong.access-key", ACCESS_KEY);
        settings.put("relay.gong.access-key-secret", ACCESS_KEY_SECRET);
        settings.put("relay.gong.stall-timeout", "2s");
        settings.put("relay.gong.answer-timeout", "3s");
        settings.put("relay.source.endpoint", source.endpoint().toString());
        settings.put("relay.source.stall-timeout", "1s");
        settings.put("relay.source.max-empty-reads", "3");
        settings.put("relay.recordings.bucket", EmbeddedS3.RECORDINGS);
        settings.put("relay.receipts.bucket", RECEIPTS);
        settings.put("relay.defaults.primary-user", "234599484848423");
        settings.put("relay.defaults.direction", "Inbound");
        settings.put("relay.deadline-margin", "1s");
        String strategies = "quarkus.fault-tolerance.\"dev.gongrelay.gong.GongApi$$CDIWrapper\".";
        settings.put(strategies + "retry.delay", "10");
        settings.put(strategies + "circuit-breaker.delay", String.valueOf(BREAK.toSeconds()));
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(gong, new TestInjector.MatchesType(GongSimulator.class));
        injector.injectIntoFields(source, new TestInjector.MatchesType(FaultyProxy.class));
        injector.injectIntoFields(lambda, new TestInjector.MatchesType(LambdaRuntimeApi.class));
    }

    @Override
    public void stop() {
        skipping.close();
        lambda.close();
        source.close();
        gong.close();
    }
}
