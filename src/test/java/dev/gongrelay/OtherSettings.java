package dev.gongrelay;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/**
 * Other settings than those of most tests: fewer retries, the credentials in a secret, a queue of arrivals, and an
 * Amazon Connect. One profile for all that differ, because each takes a start of its own.
 */
public final class OtherSettings implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("relay.gong.retries", "1");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(
                new TestResourceEntry(SecretsManager.class),
                new TestResourceEntry(ArrivalQueues.class),
                new TestResourceEntry(ConnectSurroundings.class));
    }
}
