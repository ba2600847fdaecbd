package dev.gongrelay.telemetry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.receipt.Arrival;
import dev.gongrelay.settings.RelayConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The relay's metrics, as lines in CloudWatch's embedded metric format: no call, no agent, no permission (Amazon
 * CloudWatch, "Specification: Embedded metric format", 2025). docs/metrics.md explains each.
 *
 * <p>Counts have the dimension {@code service} alone, so that an alarm names one metric; measures have {@code outcome},
 * too. Nothing with many values is a dimension: each combination is billed as a metric.
 *
 * <p>Safe for use by several threads.
 */
@Singleton
public class RelayMetrics {
    private static final String COUNT = "Count";
    private static final String MILLISECONDS = "Milliseconds";

    private final String service;
    private final PrintStream out;
    private final Clock clock;

    @Inject
    RelayMetrics(RelayConfig config, Clock clock) {
        this(config.telemetry().service(), System.out, clock);
    }

    RelayMetrics(String service, PrintStream out, Clock clock) {
        this.service = service;
        this.out = out;
        this.clock = clock;
    }

    /**
     * Writes what one delivery of one recording came to, as one line on standard output.
     *
     * @param timeLeft what was left of the invocation's time afterwards
     */
    public void record(RelayReport report, Duration timeLeft) {
        Outcome outcome = report.outcome();
        FailureCode code = report.code().orElse(null);
        ObjectNode line = line(outcome, code);
        ArrayNode directives = directives(line);

        ArrayNode counts = directive(directives, "service");
        count(line, counts, "Relayed", outcome == Outcome.RELAYED);
        count(line, counts, "AlreadyRelayed", outcome == Outcome.ALREADY_RELAYED);
        count(line, counts, "Rejected", outcome == Outcome.REJECTED);
        count(line, counts, "Skipped", outcome == Outcome.SKIPPED);
        count(line, counts, "RetryLater", outcome == Outcome.RETRY_LATER);
        count(line, counts, "Throttled", code == FailureCode.GONG_THROTTLED);
        count(line, counts, "Unauthorized", code != null && code.kind() == FailureCode.Kind.CONFIGURATION);
        count(line, counts, "Missed", report.isMissed());

        ArrayNode measures = directive(directives, "service", "outcome");
        measure(line, measures, "BytesRelayed", "Bytes", report.relayedBytes());
        measure(
                line,
                measures,
                "RelayMilliseconds",
                MILLISECONDS,
                report.duration().toMillis());
        measure(line, measures, "UploadAttempts", COUNT, report.uploadAttempts());
        measure(line, measures, "SourceResumes", COUNT, report.sourceResumes());
        measure(line, measures, "TimeLeftMilliseconds", MILLISECONDS, timeLeft.toMillis());
        out.println(line);
    }

    /** Writes what is known of a relayed recording's call, as one line on standard output. */
    public void record(ArrivalReport report) {
        Arrival arrival = report.arrival();
        FailureCode code = report.code().orElse(null);
        ObjectNode line = line(arrival, code);
        ArrayNode directives = directives(line);

        ArrayNode counts = directive(directives, "service");
        count(line, counts, "Confirmed", arrival == Arrival.CONFIRMED);
        count(line, counts, "Discarded", arrival == Arrival.DISCARDED);
        count(line, counts, "Unconfirmed", arrival == Arrival.AWAITED);
        count(line, counts, "Unchecked", arrival == Arrival.UNCHECKED);
        count(line, counts, "Throttled", code == FailureCode.GONG_THROTTLED);
        count(line, counts, "Unauthorized", code != null && code.kind() == FailureCode.Kind.CONFIGURATION);

        if (arrival == Arrival.CONFIRMED) {
            ArrayNode measures = directive(directives, "service");
            measure(
                    line,
                    measures,
                    "ArrivalSeconds",
                    "Seconds",
                    report.sinceAnnounced().toSeconds());
        }
        out.println(line);
    }

    private ObjectNode line(Object outcome, @Nullable FailureCode code) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.putObject("_aws").put("Timestamp", clock.millis()).putArray("CloudWatchMetrics");
        line.put("service", service).put("outcome", outcome.toString());
        return code == null ? line : line.put("code", code.toString());
    }

    private static ArrayNode directives(ObjectNode line) {
        return line.withObject("_aws").withArray("CloudWatchMetrics");
    }

    private static ArrayNode directive(ArrayNode directives, String... dimensions) {
        ObjectNode directive = directives.addObject().put("Namespace", "GongRelay");
        ArrayNode names = directive.putArray("Dimensions").addArray();
        for (String dimension : dimensions) {
            names.add(dimension);
        }
        return directive.putArray("Metrics");
    }

    private static void count(ObjectNode line, ArrayNode metrics, String name, boolean counts) {
        measure(line, metrics, name, COUNT, counts ? 1 : 0);
    }

    private static void measure(ObjectNode line, ArrayNode metrics, String name, String unit, long value) {
        metrics.addObject().put("Name", name).put("Unit", unit);
        line.put(name, value);
    }
}
