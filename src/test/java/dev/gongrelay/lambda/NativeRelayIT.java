package dev.gongrelay.lambda;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A native executable, if there is one. */
@EnabledIfSystemProperty(
        named = Artifact.BOOTSTRAP_PROPERTY,
        matches = ".+",
        disabledReason = "No native executable was tested: give one by -Drelay.bootstrap=PATH")
class NativeRelayIT extends RelayPackage {
    NativeRelayIT() {
        super(Artifact.given());
    }
}
