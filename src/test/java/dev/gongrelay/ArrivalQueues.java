package dev.gongrelay;

import dev.gongrelay.simulator.EmbeddedQueue;
import dev.gongrelay.simulator.FaultyProxy;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import java.util.UUID;

/** The queue of arrivals and that of dead letters, behind a proxy that can fail. */
public final class ArrivalQueues implements QuarkusTestResourceLifecycleManager {
    private static final String NAME = UUID.randomUUID().toString();
    private static final FaultyProxy SQS =
            FaultyProxy.inFrontOf(EmbeddedQueue.shared().endpoint());

    /** What stands before SQS. */
    static FaultyProxy proxy() {
        return SQS;
    }

    @Override
    public Map<String, String> start() {
        String arrivals = EmbeddedQueue.shared().createQueue(NAME, Map.of());
        String deadLetters = EmbeddedQueue.shared().createQueue(NAME + "-dead", Map.of());
        return Map.of(
                "relay.delivery.endpoint",
                SQS.endpoint().toString(),
                "relay.delivery.dead-letter-url",
                deadLetters,
                "relay.arrivals.queue-url",
                arrivals,
                // Messages are there at once: tests say in them when the recording was relayed.
                "relay.arrivals.delay",
                "1ms");
    }

    @Override
    public void stop() {
        SQS.reset();
    }
}
