package dev.gongrelay.receipt;

import dev.gongrelay.settings.RelayConfig;
import java.util.Optional;

/** The settings of receipts, given by a test. */
record Settings(Optional<String> bucket, String prefix, RelayConfig.Receipts.UnknownDuplicate unknownDuplicate)
        implements RelayConfig.Receipts {
    static Settings in(String bucket) {
        return new Settings(Optional.of(bucket), "receipts", UnknownDuplicate.REJECT);
    }
}
