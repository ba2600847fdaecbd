package dev.gongrelay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The tables that the benchmark prints, and the figures that it reads. */
class BenchTablesTest {
    @Test
    void aligns_numbers_to_the_right_and_words_to_the_left() {
        MarkdownTable table = new MarkdownTable("by", "MB/s", "start")
                .add("Gong Relay", "361", "46 (43)")
                .add("curl", "–", "5 (4)");

        assertThat(table.toString().lines())
                .containsExactly(
                        "| by         | MB/s |   start |",
                        "|------------|-----:|--------:|",
                        "| Gong Relay |  361 | 46 (43) |",
                        "| curl       |    – |   5 (4) |");
    }

    @Test
    void fits_80_columns() {
        Report report = new Report();
        Turn turn = new Turn(1_500_000_000, Duration.ofSeconds(104), Duration.ofSeconds(21));
        report.add(List.of(new Figures(
                "Gong Relay, native",
                1_500_000_000,
                turn,
                List.of(turn),
                Optional.of(new ResidentMemory(123_000_000, 245_000_000)),
                OptionalLong.of(368_000_000),
                OptionalLong.of(64_000_000),
                Optional.of(turn),
                Optional.of(new SystemCalls.Counts(12_345, 123_456)))));

        assertThat(report.markdown().lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(report.markdown())
                .contains("| 1.5 GB    | Gong Relay, native |   14 |      14.00 |")
                .contains("| 104.0 | 14.4 |")
                .contains("| 12345 |     122 | 123456 |      12 |");
    }

    @Test
    void adds_up_the_calls_of_a_summary_by_strace() {
        String summary = """
                % time     seconds  usecs/call     calls    errors syscall
                ------ ----------- ----------- --------- --------- ----------------
                 55.73    0.040131          29      1341        73 writev
                 29.57    0.021291          58       367         4 read
                  0.43    0.000308           4        72        10 write
                  0.01    0.000007           3         2           recvfrom
                  0.00    0.000000           0         3           sendto
                ------ ----------- ----------- --------- --------- ----------------
                100.00    0.072004          33      2178        87 total
                """;

        assertThat(SystemCalls.counts(summary)).isEqualTo(new SystemCalls.Counts(369, 1416));
    }

    @Test
    void splits_the_memory_of_a_process() {
        ResidentMemory memory = ResidentMemory.of(ProcessHandle.current().pid());

        assertThat(memory.fileBacked()).isPositive();
        assertThat(memory.anonymous()).isPositive();
    }
}
