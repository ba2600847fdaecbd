package dev.gongrelay.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The JVM package, under AWS's own Java runtime interface client. */
class JvmRelayIT extends RelayPackage {
    JvmRelayIT() {
        super(Artifact.jvmPackage());
    }

    @Test
    void has_neither_connections_nor_credentials_in_a_snapshot_and_tls_of_its_own_when_restored() {
        try (var restored = startedWith(Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"))) {
            assertThat(restored.snapshotWasTaken()).isTrue();
            assertThat(connectionsOpened()).isZero();
            assertThat(restored.credentialRequests()).isZero();
            assertThat(restored.log()).containsOnlyOnce("Restored from a snapshot, with new TLS state");

            Reply reply = restored.invoke(notification());

            assertThat(reply.failed()).as(restored.log()).isFalse();
            assertThat(restored.credentialRequests()).isPositive();
        }
    }

    @Test
    void takes_the_tls_of_the_jdk_with_one_warning_when_boringssl_can_not_be_loaded() {
        Map<String, String> without = Map.of(
                "JAVA_TOOL_OPTIONS",
                "--add-opens=java.base/java.lang=ALL-UNNAMED -Dio.netty.handler.ssl.noOpenSsl=true");

        try (var function = startedWith(without)) {
            assertThat(function.invoke(notification()).failed())
                    .as(function.log())
                    .isFalse();
            assertThat(function.log()).containsOnlyOnce("BoringSSL can't be loaded");
        }
    }
}
