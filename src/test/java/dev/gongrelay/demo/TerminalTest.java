package dev.gongrelay.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
    private static final String SHA256 = "9aeb33f20af4062ce6dd725c7d223e5c448b1121c06afd21d109cc63e7d4e485";

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8);

    @Test
    void moves_a_bar_in_place_on_a_terminal() {
        Terminal terminal = new Terminal(stream, true, true, 80);
        ProgressBar bar = new ProgressBar(terminal, "relaying", 100_000_000);

        bar.show(0, 0);
        bar.show(50_000_000, 5);
        bar.ended(100_000_000, 10);

        assertThat(printed())
                .contains("\r\u001b[K  [#######-------]  50 % relaying, 50 MB of 100 MB, 10 MB/s, 0:05 left")
                .endsWith("\r\u001b[K  100 % relaying, 100 MB of 100 MB, 10 MB/s" + System.lineSeparator());
        assertThat(printed()).containsOnlyOnce("\n");
    }

    @ParameterizedTest
    @CsvSource({"20, 40", "40, 40", "80, 80", "90, 90", "100, 100", "300, 100"})
    void never_shows_more_than_fits(int columns, int used) {
        Terminal terminal = new Terminal(stream, true, true, columns);

        new ProgressBar(terminal, "hashing what is in S3", 1_500_000_000).show(1_234_567_890, 61);
        terminal.line("  " + "word ".repeat(40) + terminal.good("w".repeat(250)));
        terminal.field("SHA-256", SHA256 + " in S3, " + SHA256 + " at Gong");
        terminal.status("Compiling the function", " ... " + "9".repeat(120) + " s");

        assertThat(terminal.width()).isEqualTo(used);
        assertThat(List.of(printed().replaceAll("\u001b\\[[0-9;]*[mK]", "").split("[\r\n]+")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(used));
    }

    @Test
    void puts_the_rest_of_a_value_below_its_beginning() {
        new Terminal(stream, false, false, 80)
                .field("Memory", "of this process ".repeat(6).strip());

        assertThat(printed().lines())
                .containsExactly(
                        "  Memory        of this process of this process of this process of this process",
                        "                of this process of this process");
    }

    @Test
    void puts_the_rest_of_an_item_of_a_list_below_its_text() {
        new Terminal(stream, false, false, 40).line("    - actualStart must be a time with an offset");

        assertThat(printed().lines()).containsExactly("    - actualStart must be a time with", "      an offset");
    }

    @Test
    void prints_a_few_plain_lines_elsewhere() {
        ProgressBar bar = new ProgressBar(new Terminal(stream, false, false, 80), "relaying", 100);

        for (int percent = 0; percent <= 100; percent++) {
            bar.show(percent, 1);
        }
        bar.ended(100, 1);

        assertThat(printed().lines()).hasSize(5).noneMatch(line -> line.contains("\r") || line.contains("\u001b"));
    }

    @Test
    void ends_what_it_began_elsewhere() {
        ProgressBar begun = new ProgressBar(new Terminal(stream, false, false, 80), "relaying", 100);
        ProgressBar fast = new ProgressBar(new Terminal(stream, false, false, 80), "hashing", 100);

        begun.show(90, 2);
        begun.ended(100, 2);
        fast.show(10, 0.1);
        fast.ended(100, 0.2);

        assertThat(printed().lines())
                .containsExactly(
                        "   90 % relaying, 90 B of 100 B, 45 B/s, 0:00 left",
                        "  100 % relaying, 100 B of 100 B, 50 B/s");
    }

    @Test
    void is_never_silent_for_more_than_two_seconds_elsewhere() {
        ProgressBar bar = new ProgressBar(new Terminal(stream, false, false, 80), "relaying", 1_000_000);

        for (int tenth = 0; tenth <= 100; tenth++) {
            bar.show(10, tenth / 10.0);
        }

        assertThat(printed().lines()).hasSize(6);
    }

    @Test
    void shows_an_activity_in_place_on_a_terminal_and_as_dots_elsewhere() {
        Terminal terminal = new Terminal(stream, true, true, 80);
        terminal.status("Compiling", " ... 1 s");
        terminal.status("Compiling", " ... 2 s");
        terminal.line("Built");

        assertThat(printed())
                .isEqualTo("\r\u001b[K  Compiling ... 1 s\r\u001b[K  Compiling ... 2 s\r\u001b[KBuilt"
                        + System.lineSeparator());

        output.reset();
        Terminal log = new Terminal(stream, false, false, 80);
        log.status("Compiling", " ... 1 s");
        log.status("Compiling", " ... 2 s");
        log.status("Packaging", " ... 3 s");
        log.line("Built");

        assertThat(printed().lines()).containsExactly("  Compiling .", "  Packaging ", "Built");
    }

    @Test
    void goes_on_below_when_the_dots_of_a_long_activity_fill_a_line() {
        Terminal log = new Terminal(stream, false, false, 80);

        for (int i = 0; i < 200; i++) {
            log.status("Starting the function", "");
        }

        assertThat(output.toString(StandardCharsets.UTF_8).lines()).hasSize(3).allMatch(line -> line.length() <= 80);
        assertThat(output.toString(StandardCharsets.UTF_8).chars().filter(c -> c == '.'))
                .hasSize(199);
    }

    @Test
    void has_colors_only_where_they_are_wanted() {
        assertThat(new Terminal(stream, true, true, 80).good("right")).isEqualTo("\u001b[32mright\u001b[0m");
        assertThat(new Terminal(stream, true, false, 80).good("right")).isEqualTo("right");
        assertThat(Terminal.standard(Map.of("NO_COLOR", "1", "TERM", "xterm")).bold("a"))
                .isEqualTo("a");
        assertThat(Terminal.standard(Map.of("TERM", "dumb")).bold("a")).isEqualTo("a");
    }

    @Test
    void prints_nothing_any_more_once_it_is_stopped() {
        Terminal terminal = new Terminal(stream, true, true, 80);
        terminal.status("Starting", "");

        terminal.stop();
        terminal.line("more");
        terminal.status("more", "");

        assertThat(printed()).endsWith("\r\u001b[KStopped." + System.lineSeparator());
    }

    private String printed() {
        return output.toString(StandardCharsets.UTF_8);
    }
}
