package dev.gongrelay.telemetry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.settings.RelayConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;

/**
 * The relay's metrics, as lines in CloudWatch's embedded metric format, which CloudWatch Logs turns into metrics by
 * itself: no call, no agent, no permission (Amazon CloudWatch, "Specification: Embedded metric format", 2025).
 * docs/metrics.md says what each means.
 *
 * <p>Counts have the dimension {@code service} alone, so that an alarm names one metric; measures are told apart by
 * {@code outcome} too. Nothing that can take many values is a dimension: each combination is billed as a metric.
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
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        ObjectNode aws = line.putObject("_aws").put("Timestamp", clock.millis());
        ArrayNode directives = aws.putArray("CloudWatchMetrics");
        line.put("service", service).put("outcome", outcome.toString());
        if (code != null) {
            line.put("code", code.toString());
        }

        ArrayNode counts = directive(directives, "service");
        count(line, counts, "Relayed", outcome == Outcome.RELAYED);
        count(line, counts, "AlreadyRelayed", outcome == Outcome.ALREADY_RELAYED);
        count(line, counts, "Rejected", outcome == Outcome.REJECTED);
        count(line, counts, "Skipped", outcome == Outcome.SKIPPED);
        count(line, counts, "RetryLater", outcome == Outcome.RETRY_LATER);
        count(line, counts, "Throttled", code == FailureCode.GONG_THROTTLED);
        count(line, counts, "Unauthorized", code != null && code.kind() == FailureCode.Kind.CONFIGURATION);

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
