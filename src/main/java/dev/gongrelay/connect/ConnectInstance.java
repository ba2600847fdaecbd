package dev.gongrelay.connect;

import dev.gongrelay.settings.RelayConfig;
import java.util.Optional;

/**
 * An instance of Amazon Connect.
 *
 * @param region such as {@code eu-west-1}
 * @param id as its API takes it
 */
record ConnectInstance(String region, String id) {
    /** From the settings' ARN, already checked: {@code arn:aws:connect:REGION:ACCOUNT:instance/ID}. */
    static Optional<ConnectInstance> of(RelayConfig config) {
        return config.connect().instance().map(arn -> {
            String[] parts = arn.split(":", 6);
            return new ConnectInstance(parts[3], parts[5].substring(parts[5].indexOf('/') + 1));
        });
    }
}
