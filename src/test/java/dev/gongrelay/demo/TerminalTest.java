package dev.gongrelay.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8);

    @Test
    void moves_a_bar_on_a_terminal() {
        Terminal terminal = new Terminal(stream, true);

        terminal.progress(0, 100_000_000, 0);
        terminal.progress(50_000_000, 100_000_000, 5);
        terminal.progressEnded();

        assertThat(output.toString(StandardCharsets.UTF_8))
                .contains("\r  [###############---------------]  50 %  50 MB of 100 MB, 10 MB/s, 0:05 left")
                .endsWith(System.lineSeparator());
        assertThat(terminal.good("right")).contains("\u001b[");
    }

    @Test
    void prints_a_few_plain_lines_elsewhere() {
        Terminal terminal = new Terminal(stream, false);

        for (int percent = 0; percent <= 100; percent++) {
            terminal.progress(percent, 100, 1);
        }
        terminal.progressEnded();

        assertThat(output.toString(StandardCharsets.UTF_8).lines()).hasSize(5).noneMatch(line -> line.contains("\r"));
        assertThat(terminal.good("right")).isEqualTo("right");
    }

    @Test
    void is_plain_when_the_environment_says_so() {
        assertThat(Terminal.standard(Map.of("NO_COLOR", "1", "TERM", "xterm")).bold("a"))
                .isEqualTo("a");
        assertThat(Terminal.standard(Map.of("TERM", "dumb")).bold("a")).isEqualTo("a");
    }
}
