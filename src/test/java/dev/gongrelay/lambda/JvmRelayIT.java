package dev.gongrelay.lambda;

/** The JVM package, under AWS's own Java runtime interface client. */
class JvmRelayIT extends RelayPackage {
    JvmRelayIT() {
        super(Artifact.jvmPackage());
    }
}
