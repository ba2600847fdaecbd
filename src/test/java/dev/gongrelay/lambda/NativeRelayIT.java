package dev.gongrelay.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.simulator.Certificates;
import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.GongUpload;
import dev.gongrelay.simulator.TlsFront;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A native executable, if there is one; under AWS's runtime interface emulator if that is given, too. */
@EnabledIfSystemProperty(
        named = Artifact.BOOTSTRAP_PROPERTY,
        matches = ".+",
        disabledReason = "No native executable was tested: give one by -Drelay.bootstrap=PATH")
class NativeRelayIT extends RelayPackage {
    private static final String NO_EMULATOR = "AWS's emulator was not tested: give it by -Drelay.emulator=PATH";

    NativeRelayIT() {
        super(Artifact.given().underGivenEmulator());
    }

    /** With the library beside it, whose methods and callbacks an image has to have been told of. */
    @Test
    void relays_over_tls_by_boringssl() {
        var certificates = Certificates.ofThisBuild();
        try (var s3 = new TlsFront(EmbeddedS3.shared().endpoint(), certificates.server(Certificates.GOOD));
                var tlsGong = new TlsFront(gong().baseUrl(), certificates.server(Certificates.GOOD));
                var function = startedWith(Map.of(
                        "RELAY_SOURCE_ENDPOINT",
                        s3.endpoint().toString(),
                        "RELAY_GONG_BASE_URL",
                        tlsGong.endpoint().toString(),
                        "RELAY_GONG_ALLOWED_HOST",
                        tlsGong.endpoint().getHost(),
                        "QUARKUS_TLS_RELAY_TRUST_STORE_PEM_CERTS",
                        certificates.authority().toString()))) {
            Reply reply = function.invoke(notification());

            assertThat(reply.failed()).as(function.log()).isFalse();
            assertThat(gong().uploads()).singleElement().matches(GongUpload::accepted);
            assertThat(function.log()).doesNotContain("BoringSSL can't be loaded");
        }
    }

    @Test
    @EnabledIfSystemProperty(named = Artifact.EMULATOR_PROPERTY, matches = ".+", disabledReason = NO_EMULATOR)
    void tells_what_an_executable_said_that_ended_at_once_under_the_emulator(@TempDir Path folder) throws IOException {
        Path executable =
                Files.writeString(folder.resolve("bootstrap"), "#!/bin/sh\necho a setting is missing >&2\nexit 3\n");
        Files.setPosixFilePermissions(executable, PosixFilePermissions.fromString("rwxr-xr-x"));
        Artifact broken = Artifact.bootstrap(executable).underGivenEmulator();

        assertThatThrownBy(() -> PackagedFunction.start(broken, Map.of()))
                .hasMessageContaining("a setting is missing")
                .hasMessageContaining("exit status 3");
    }

    @Test
    @EnabledIfSystemProperty(named = Artifact.EMULATOR_PROPERTY, matches = ".+", disabledReason = NO_EMULATOR)
    void leaves_no_process_behind_under_the_emulator() {
        var function = startedWith(Map.of());
        ProcessHandle process = ProcessHandle.of(function.pid()).orElseThrow();
        ProcessHandle emulator = process.parent().orElseThrow();
        assertThat(emulator).isNotEqualTo(ProcessHandle.current());

        function.close();

        assertThat(process.isAlive()).isFalse();
        assertThat(emulator.isAlive()).isFalse();
    }
}
