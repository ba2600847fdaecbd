package dev.gongrelay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemporaryFolderTest {
    @Test
    void are_deleted_with_what_is_in_them_when_their_jvm_is_killed() throws InterruptedException {
        try (ChildProcess child = ChildProcess.running(Leaving.class.getName()).start()) {
            Path first = Path.of(child.answer(Duration.ofMinutes(1)));
            Path second = Path.of(child.answer(Duration.ofMinutes(1)));
            assertThat(first).isNotEmptyDirectory();
            assertThat(second).isNotEmptyDirectory();

            ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly();

            Eventually.until("the end of both folders", () -> !Files.exists(first) && !Files.exists(second));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/work/relay/target/tmp:/tmp, /work/relay/target/tmp",
        "/work/Gong Relay/target/tmp:/tmp, /tmp",
        "/work/für/target/tmp:/tmp, /tmp",
        "/home/runner/work/gong-relay/gong-relay/target/tmp:/tmp, /tmp",
        "/var/folders of mine, /var/folders of mine"
    })
    void are_made_where_every_program_can_work(String parents, Path parent) {
        assertThat(TemporaryFolder.parent(parents)).isEqualTo(parent);
    }

    /** Makes two folders, and waits to be killed. */
    public static final class Leaving {
        public static void main(String[] arguments) throws IOException, InterruptedException {
            for (int i = 0; i < 2; i++) {
                Path folder = TemporaryFolder.create();
                Files.writeString(folder.resolve("a file"), "left");
                Tether.answer(folder.toString());
            }
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
