package dev.gongrelay;

import dev.gongrelay.simulator.ConnectSimulator;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** An Amazon Connect for the relay under test. */
public final class ConnectSurroundings implements QuarkusTestResourceLifecycleManager {
    private final ConnectSimulator connect = ConnectSimulator.start("test", "test");

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>();
        settings.put("relay.connect.instance", connect.instanceArn());
        settings.put("relay.connect.endpoint", connect.endpoint().toString());
        settings.put("relay.recordings.mapping", "connect");
        String strategies = "quarkus.fault-tolerance.\"dev.gongrelay.connect.ConnectApi$$CDIWrapper\".";
        settings.put(strategies + "retry.delay", "10");
        settings.put(strategies + "retry.jitter", "0");
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(connect, new TestInjector.MatchesType(ConnectSimulator.class));
    }

    @Override
    public void stop() {
        connect.close();
    }
}
