package dev.gongrelay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChildProcessTest {
    private static final Duration PLENTY = Duration.ofMinutes(1);

    @Test
    void deletes_its_folder_when_it_is_closed() throws InterruptedException {
        ChildProcess child = ChildProcess.running(Waiting.class.getName()).start();
        ProcessHandle process = ProcessHandle.of(child.pid()).orElseThrow();
        Path folder = Path.of(child.answer(PLENTY));
        assertThat(folder).isDirectory().isEqualTo(child.folder());

        child.close();

        assertThat(process.isAlive()).isFalse();
        assertThat(folder).doesNotExist();
    }

    @Test
    void tells_what_a_program_said_that_failed() {
        try (ChildProcess child = ChildProcess.running(Failing.class.getName()).start()) {
            assertThatThrownBy(() -> child.answer(PLENTY))
                    .hasMessageContaining("Failing ended with exit code 1")
                    .hasMessageContaining("the port is taken");
        }
    }

    /** Says its folder, and waits to be closed. */
    public static final class Waiting {
        public static void main(String[] arguments) throws InterruptedException {
            Tether.answer(System.getProperty("java.io.tmpdir"));
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    /** Fails. */
    public static final class Failing {
        public static void main(String[] arguments) {
            Tether.answer(String.valueOf(Integer.parseInt("the port is taken")));
        }
    }
}
