package dev.gongrelay.receipt;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gongrelay.TestSettings;
import java.time.Clock;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/** Receipts for tests of what comes after them. */
public final class TestReceipts {
    private TestReceipts() {}

    /** Receipts as these settings have it, by property name. */
    public static Receipts with(Map<String, String> settings, S3Client s3) {
        return new Receipts(s3, TestSettings.with(settings), new ObjectMapper(), Clock.systemUTC());
    }
}
