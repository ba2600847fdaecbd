package dev.gongrelay.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.simulator.Certificates;
import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.TlsFront;
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
            assertThat(restored.log())
                    .containsOnlyOnce("Rehearsed with")
                    .containsOnlyOnce("Restored from a snapshot, with new TLS state");

            Reply reply = restored.invoke(notification());

            assertThat(reply.failed()).as(restored.log()).isFalse();
            assertThat(restored.credentialRequests()).isPositive();
        }
    }

    @Test
    void trusts_whom_it_is_told_to_trust_when_restored_and_no_longer_the_stand_in_of_its_rehearsal() {
        var certificates = Certificates.ofThisBuild();
        try (var trusted = new TlsFront(EmbeddedS3.shared().endpoint(), certificates.server(Certificates.GOOD));
                var restored = startedWith(Map.of(
                        "AWS_LAMBDA_INITIALIZATION_TYPE",
                        "snap-start",
                        "RELAY_SOURCE_ENDPOINT",
                        trusted.endpoint().toString(),
                        "QUARKUS_TLS_RELAY_TRUST_STORE_PEM_CERTS",
                        certificates.authority().toString()))) {
            assertThat(restored.invoke(notification()).failed())
                    .as(restored.log())
                    .isFalse();
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
