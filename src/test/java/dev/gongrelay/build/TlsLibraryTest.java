package dev.gongrelay.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.simulator.ChildProcess;
import dev.gongrelay.simulator.Tether;
import io.netty.handler.ssl.OpenSsl;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A native function has BoringSSL as a file of its own, which Netty has to find by its name, and use where it lies. */
@EnabledOnOs(OS.LINUX)
class TlsLibraryTest {
    private static final Duration STARTING = Duration.ofSeconds(60);

    @Test
    void is_used_where_it_lies_when_its_folder_is_searched(@TempDir Path folder) throws Exception {
        Path library = folder.resolve(name());
        try (InputStream resource = TlsLibraryTest.class.getResourceAsStream("/META-INF/native/" + name())) {
            Files.copy(Objects.requireNonNull(resource), library);
        }

        String used;
        try (var child = ChildProcess.running(Probe.class.getName())
                .options("-Djava.library.path=" + folder)
                .start()) {
            used = child.answer(STARTING);
        }

        assertThat(used).isEqualTo(library.toRealPath().toString());
    }

    private static String name() {
        boolean intel = System.getProperty("os.arch").equals("amd64");
        return "libnetty_tcnative_linux_" + (intel ? "x86_64" : "aarch_64") + ".so";
    }

    /** Tells which file BoringSSL was loaded from. */
    public static final class Probe {
        private Probe() {}

        public static void main(String[] arguments) throws IOException {
            OpenSsl.ensureAvailability();
            String mapped = Files.readAllLines(Path.of("/proc/self/maps")).stream()
                    .filter(line -> line.contains("netty_tcnative"))
                    .findFirst()
                    .orElseThrow();
            Tether.answer(mapped.substring(mapped.indexOf('/')));
        }
    }
}
