package dev.gongrelay.redelivery;

import dev.gongrelay.TestSettings;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.time.Deadline;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Settlements for tests of the packages above. */
public final class TestSettlement {
    private TestSettlement() {}

    /** One that has a dead-letter queue. */
    public static Settlement with(SqsClient sqs, String deadLetterUrl, Deadline deadline) {
        RelayConfig config = TestSettings.with(Map.of("relay.delivery.dead-letter-url", deadLetterUrl));
        return new Settlement(new Redelivery(sqs, config), deadline, config);
    }
}
