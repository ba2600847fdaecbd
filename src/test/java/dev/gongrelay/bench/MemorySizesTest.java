package dev.gongrelay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of memory sizes in docs/performance.md is what its formula gives. */
class MemorySizesTest {
    private static final double WHOLE_PROCESSOR_MB = 1769;
    private static final double NETWORK = 75;
    private static final double CPU_SECONDS_PER_GB = 1.4;
    private static final int MARGIN_SECONDS = 20;
    private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\| \\d+ % \\|.*$", Pattern.MULTILINE);

    @Test
    void every_row_is_what_the_formula_gives() throws IOException {
        List<MatchResult> rows = rows();

        assertThat(rows)
                .hasSizeGreaterThan(3)
                .allSatisfy(row -> assertThat(row.group()).isEqualTo(row(Integer.parseInt(row.group(1)))));
    }

    @Test
    void has_a_row_for_the_least_and_for_the_default_of_the_template() throws IOException {
        Pattern parameter = Pattern.compile("  MemorySize:\\n.*\\n    Default: (\\d+)\\n    MinValue: (\\d+)");
        MatchResult sizes = parameter
                .matcher(Files.readString(Path.of("template.yaml")))
                .results()
                .findFirst()
                .orElseThrow();

        assertThat(rows()).extracting(row -> row.group(1)).contains(sizes.group(1), sizes.group(2));
    }

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(Path.of("docs/performance.md")))
                .results()
                .toList();
    }

    private static String row(int memory) {
        double share = memory / WHOLE_PROCESSOR_MB;
        double byCpu = share * 1000 / CPU_SECONDS_PER_GB;
        double pace = Math.min(NETWORK, byCpu);
        return String.format(
                Locale.ROOT,
                "| %d | %.0f %% | %.0f | %.0f | %.0f | %.0f | %.1f |",
                memory,
                share * 100,
                byCpu,
                pace,
                1500 / pace,
                pace * (900 - MARGIN_SECONDS) / 1000,
                pace * (60 - MARGIN_SECONDS) / 1000);
    }
}
