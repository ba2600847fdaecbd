package dev.gongrelay.receipt;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gongrelay.settings.RelayConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.S3Client;

/** The settings of receipts, given by a test. */
record Settings(Optional<String> bucket, String prefix, RelayConfig.Receipts.UnknownDuplicate unknownDuplicate)
        implements RelayConfig.Receipts {
    /** How long a lease can last: 15 minutes and twice the margin. */
    static final Duration LONGEST_LEASE = Duration.ofMinutes(15).plusSeconds(40);

    static Settings in(String bucket) {
        return new Settings(Optional.of(bucket), "receipts", UnknownDuplicate.REJECT);
    }

    /** The same with another answer to a duplicate that no receipt explains. */
    Settings with(UnknownDuplicate other) {
        return new Settings(bucket, prefix, other);
    }

    /** Receipts that are kept so. */
    Receipts receipts(S3Client s3, Clock clock) {
        return receipts(s3, clock, () -> UUID.randomUUID().toString());
    }

    Receipts receipts(S3Client s3, Clock clock, Supplier<String> owners) {
        return new Receipts(s3, this, LONGEST_LEASE, new ObjectMapper(), clock, owners, false);
    }
}
