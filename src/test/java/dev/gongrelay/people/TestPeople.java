package dev.gongrelay.people;

import dev.gongrelay.TestSettings;
import dev.gongrelay.gong.Gong;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.source.ReceiptsBucket;
import java.time.Clock;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/** People as another process of the relay knows them. */
public final class TestPeople {
    private TestPeople() {}

    /** People as these settings have it, by property name. */
    public static People with(Map<String, String> settings, Gong gong, S3Client s3, Clock clock) {
        RelayConfig config = TestSettings.with(settings);
        return new People(new KeptDirectory(gong, new ReceiptsBucket(s3, config), clock), config);
    }
}
