package dev.gongrelay.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.gong.UploadResult;
import dev.gongrelay.receipt.Arrival;
import dev.gongrelay.recording.TestRecording;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RelayMetricsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T09:00:00Z"), ZoneOffset.UTC);
    private static final List<String> COUNTS = List.of(
            "Relayed", "AlreadyRelayed", "Rejected", "Skipped", "RetryLater", "Throttled", "Unauthorized", "Missed");

    /** Amazon CloudWatch API, MetricDatum, Unit, 2025. */
    private static final Set<String> UNITS = Set.of(
            ("Seconds Microseconds Milliseconds Bytes Kilobytes Megabytes Gigabytes Terabytes Bits Kilobits Megabits"
                            + " Gigabits Terabits Percent Count Bytes/Second Kilobytes/Second Megabytes/Second"
                            + " Gigabytes/Second Terabytes/Second Bits/Second Kilobits/Second Megabits/Second"
                            + " Gigabits/Second Terabits/Second Count/Second None")
                    .split(" "));

    private static final Duration LEFT = Duration.ofSeconds(800);
    private static final RecordingReference RECORDING = new RecordingReference("calls", "call.wav", null);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final RelayMetrics metrics =
            new RelayMetrics("gong-relay", new PrintStream(out, true, StandardCharsets.UTF_8), CLOCK);

    static Stream<RelayReport> reports() {
        return Stream.of(
                report(Outcome.RELAYED, null),
                report(Outcome.ALREADY_RELAYED, null),
                report(Outcome.REJECTED, FailureCode.DETAILS_INVALID),
                report(Outcome.RETRY_LATER, FailureCode.GONG_THROTTLED),
                relayed(Long.MAX_VALUE, Duration.ofDays(1)));
    }

    /** The rules of Amazon CloudWatch, "Specification: Embedded metric format" and its JSON schema, 2025. */
    @ParameterizedTest
    @MethodSource("reports")
    void writes_what_the_embedded_metric_format_allows(RelayReport report) throws Exception {
        metrics.record(report, LEFT);

        JsonNode line = onlyLine();
        JsonNode aws = line.path("_aws");
        assertThat(names(aws)).containsExactlyInAnyOrder("Timestamp", "CloudWatchMetrics");
        assertThat(aws.path("Timestamp").isIntegralNumber()).isTrue();
        assertThat(aws.path("CloudWatchMetrics").isArray()).isTrue();
        assertThat(aws.path("CloudWatchMetrics")).isNotEmpty().allSatisfy(directive -> {
            assertThat(names(directive)).containsExactlyInAnyOrder("Namespace", "Dimensions", "Metrics");
            assertThat(directive.path("Namespace").asText()).hasSizeBetween(1, 1024);
            assertThat(directive.path("Dimensions")).isNotEmpty().allSatisfy(set -> {
                assertThat(set).hasSizeLessThanOrEqualTo(30).allSatisfy(name -> {
                    assertThat(name.asText()).hasSizeBetween(1, 250);
                    assertThat(line.path(name.asText()).isTextual()).isTrue();
                    assertThat(line.path(name.asText()).asText()).hasSizeBetween(1, 1024);
                });
            });
            assertThat(directive.path("Metrics")).hasSizeBetween(1, 100).allSatisfy(metric -> {
                assertThat(names(metric)).containsExactlyInAnyOrder("Name", "Unit");
                assertThat(metric.path("Name").asText()).hasSizeBetween(1, 1024);
                assertThat(UNITS).contains(metric.path("Unit").asText());
                assertThat(line.path(metric.path("Name").asText()).isNumber()).isTrue();
            });
        });
        assertThat(out.size()).isLessThan(256 * 1024);
    }

    @Test
    void has_no_dimensions_but_service_and_outcome() throws Exception {
        metrics.record(report(Outcome.RETRY_LATER, FailureCode.GONG_THROTTLED), LEFT);

        JsonNode directives = onlyLine().path("_aws").path("CloudWatchMetrics");
        assertThat(directives)
                .extracting(directive -> directive.path("Namespace").asText())
                .containsOnly("GongRelay");
        assertThat(directives)
                .extracting(directive -> directive.path("Dimensions").toString())
                .containsExactly("[[\"service\"]]", "[[\"service\",\"outcome\"]]");
    }

    @ParameterizedTest
    @EnumSource(FailureCode.class)
    void counts_what_somebody_has_to_fix_as_unauthorized_and_nothing_else(FailureCode code) throws Exception {
        metrics.record(report(Outcome.RETRY_LATER, code), LEFT);

        assertThat(onlyLine().path("Unauthorized").asInt())
                .isEqualTo(code.kind() == FailureCode.Kind.CONFIGURATION ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "RELAYED,         ,                  Relayed",
        "ALREADY_RELAYED, ,                  AlreadyRelayed",
        "REJECTED,        GONG_REFUSED,      Rejected",
        "SKIPPED,         ,                  Skipped",
        "RETRY_LATER,      GONG_UNAVAILABLE,  RetryLater",
        "RETRY_LATER,      GONG_THROTTLED,    RetryLater Throttled",
        "RETRY_LATER,      GONG_UNAUTHORIZED, RetryLater Unauthorized",
        "RETRY_LATER,      SOURCE_DENIED,     RetryLater Unauthorized",
    })
    void counts_each_outcome(Outcome outcome, @Nullable FailureCode code, String counted) throws Exception {
        metrics.record(report(outcome, code), LEFT);

        JsonNode line = onlyLine();
        assertThat(COUNTS).filteredOn(count -> line.path(count).intValue() == 1).containsExactly(counted.split(" "));
        assertThat(COUNTS)
                .allMatch(count -> List.of("0", "1").contains(line.path(count).toString()));
        assertThat(line.path("outcome").asText()).isEqualTo(outcome.toString());
        assertThat(line.path("code").textValue()).isEqualTo(code == null ? null : code.toString());
    }

    @Test
    void measures_what_the_delivery_took() throws Exception {
        metrics.record(relayed(1_500_000_000L, Duration.ofMillis(2345)), Duration.ofSeconds(870));

        JsonNode line = onlyLine();
        assertThat(line.path("_aws").path("Timestamp").longValue()).isEqualTo(1_772_355_600_000L);
        assertThat(line.path("service").asText()).isEqualTo("gong-relay");
        assertThat(line.path("BytesRelayed").longValue()).isEqualTo(1_500_000_000L);
        assertThat(line.path("RelayMilliseconds").longValue()).isEqualTo(2345);
        assertThat(line.path("UploadAttempts").intValue()).isZero();
        assertThat(line.path("SourceResumes").intValue()).isZero();
        assertThat(line.path("TimeLeftMilliseconds").longValue()).isEqualTo(870_000);
    }

    @Test
    void writes_each_recording_on_a_line_of_its_own() {
        reports().forEach(report -> metrics.record(report, LEFT));

        assertThat(text().lines()).hasSize(5).allMatch(line -> line.startsWith("{\"_aws\":{") && line.endsWith("}"));
    }

    @Test
    void is_documented_with_every_name_and_unit() throws Exception {
        metrics.record(report(Outcome.RELAYED, null), LEFT);
        metrics.record(new ArrivalReport(RECORDING, "777", Arrival.CONFIRMED, LEFT, null));

        Map<String, String> written = new TreeMap<>();
        for (String line : text().lines().toList()) {
            JSON.readTree(line)
                    .path("_aws")
                    .path("CloudWatchMetrics")
                    .forEach(directive -> directive
                            .path("Metrics")
                            .forEach(metric -> written.put(
                                    metric.path("Name").asText(),
                                    metric.path("Unit").asText())));
        }
        assertThat(documented()).isEqualTo(written);
    }

    private static Map<String, String> documented() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        Pattern.compile("^\\| `(\\w+)` \\| ([A-Z]\\w+) \\|", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("docs", "metrics.md")))
                .results()
                .forEach(row -> documented.put(row.group(1), row.group(2)));
        return documented;
    }

    private static RelayReport report(Outcome outcome, @Nullable FailureCode code) {
        RelayReport report = RelayReport.of(RECORDING, () -> 0);
        return switch (outcome) {
            case RELAYED -> report.relayed(new UploadResult("1", null, null, UploadResult.Kind.UPLOADED, 1, true));
            case ALREADY_RELAYED ->
                report.relayed(new UploadResult("1", null, null, UploadResult.Kind.ALREADY_THERE, 0, false));
            case SKIPPED -> report.skipped("why");
            case REJECTED -> report.failed(new PermanentException(Objects.requireNonNull(code), "why"));
            case RETRY_LATER -> report.failed(new TransientException(Objects.requireNonNull(code), "why"));
        };
    }

    private static RelayReport relayed(long bytes, Duration duration) {
        Iterator<Long> nanos = List.of(0L, duration.toNanos()).iterator();
        RelayReport report = RelayReport.of(RECORDING, nanos::next);
        report.found(TestRecording.of(RECORDING, bytes));
        return report.relayed(new UploadResult("1", null, null, UploadResult.Kind.UPLOADED, 1, true));
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private JsonNode onlyLine() throws IOException {
        assertThat(text()).endsWith("}" + System.lineSeparator());
        assertThat(text().lines()).hasSize(1);
        return JSON.readTree(text());
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "CONFIRMED, ,                  Confirmed",
        "DISCARDED, GONG_DISCARDED,    Discarded",
        "AWAITED,   ,                  Unconfirmed",
        "AWAITED,   GONG_THROTTLED,    Unconfirmed Throttled",
        "AWAITED,   GONG_UNAUTHORIZED, Unconfirmed Unauthorized",
        "UNCHECKED, ,                  Unchecked"
    })
    void counts_what_became_of_a_call(Arrival arrival, @Nullable FailureCode code, String counted) throws Exception {
        metrics.record(new ArrivalReport(
                RECORDING,
                "777",
                arrival,
                Duration.ofMinutes(61),
                code == null ? null : new TransientException(code, "why")));

        JsonNode line = onlyLine();
        List<String> names = List.of("Confirmed", "Discarded", "Unconfirmed", "Unchecked", "Throttled", "Unauthorized");
        assertThat(names.stream().filter(name -> line.path(name).asInt(-1) == 1))
                .containsExactlyInAnyOrder(counted.split(" "));
        assertThat(names).allSatisfy(name -> assertThat(line.path(name).isInt()).isTrue());
        assertThat(line.path("ArrivalSeconds").asInt(-1)).isEqualTo(arrival == Arrival.CONFIRMED ? 3660 : -1);
        assertThat(line.path("_aws")
                        .path("CloudWatchMetrics")
                        .path(0)
                        .path("Dimensions")
                        .toString())
                .isEqualTo("[[\"service\"]]");
        assertThat(line.toString()).doesNotContain("call.wav", "777");
    }

    @Test
    void counts_a_recording_as_missed_that_is_in_Gong_only_because_a_sweep_found_it() throws Exception {
        RelayReport found = report(Outcome.RELAYED, null);
        found.swept();

        metrics.record(found, LEFT);

        assertThat(onlyLine().path("Missed").asInt()).isEqualTo(1);
        assertThat(onlyLine().path("Relayed").asInt()).isEqualTo(1);
    }
}
