package dev.gongrelay.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Reads {@code <name of a setting> <its value or what stands for it>}, so that a missing credential is listed together
 * with every other wrong setting when the function starts. Fails only when there is no value, so that none is shown.
 */
@RegisterForReflection
public final class GivenCredential implements Converter<Boolean> {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean convert(String text) {
        String setting = text.strip();
        if (!setting.contains(" ")) {
            throw new IllegalArgumentException(
                    setting + " is missing, and so is RELAY_GONG_SECRET_ARN: set the latter to"
                            + " the ARN of a Secrets Manager secret {\"accessKey\", \"accessKeySecret\"}, or for local use"
                            + " RELAY_GONG_ACCESS_KEY and RELAY_GONG_ACCESS_KEY_SECRET");
        }
        return true;
    }
}
