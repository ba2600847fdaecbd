package dev.gongrelay.telemetry;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.receipt.Arrival;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.source.Media;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The relay's metrics, as lines that CloudWatch Logs turns into metrics: no API call, no agent, no permission.
 * docs/metrics.md explains each.
 *
 * <p>Counts have the dimension {@code service} alone, so that an alarm names one metric; measures also have
 * {@code outcome}. Nothing with many values is a dimension, because each combination is billed as a metric.
 *
 * <p>Safe for use by several threads.
 */
@Singleton
public class RelayMetrics {
    private static final String SERVICE = "service";
    private static final String OUTCOME = "outcome";

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
        MetricsLine line = line(outcome, report.code());
        line.count("Relayed", outcome == Outcome.RELAYED);
        line.count("AlreadyRelayed", outcome == Outcome.ALREADY_RELAYED);
        line.count("Rejected", outcome == Outcome.REJECTED);
        line.count("Skipped", outcome == Outcome.SKIPPED);
        line.count("RetryLater", outcome == Outcome.RETRY_LATER);
        countFailure(line, report.code());
        line.count("Missed", report.isMissed());

        line.dimensions(SERVICE, OUTCOME);
        line.measure("BytesRelayed", "Bytes", report.relayedBytes());
        line.measure("RelayMilliseconds", "Milliseconds", report.duration().toMillis());
        line.measure("UploadAttempts", "Count", report.ofMedia(Media::timesOpened));
        line.measure("SourceResumes", "Count", report.ofMedia(Media::resumes));
        line.measure("TimeLeftMilliseconds", "Milliseconds", timeLeft.toMillis());
        out.println(line);
    }

    /** Writes what is known of a relayed recording's call, as one line on standard output. */
    public void record(ArrivalReport report) {
        Arrival arrival = report.arrival();
        MetricsLine line = line(arrival, report.code());
        line.count("Confirmed", arrival == Arrival.CONFIRMED);
        line.count("Discarded", arrival == Arrival.DISCARDED);
        line.count("Unconfirmed", arrival == Arrival.AWAITED);
        line.count("Unchecked", arrival == Arrival.UNCHECKED);
        countFailure(line, report.code());
        if (arrival == Arrival.CONFIRMED) {
            line.measure("ArrivalSeconds", "Seconds", report.sinceAnnounced().toSeconds());
        }
        out.println(line);
    }

    private MetricsLine line(Object outcome, Optional<FailureCode> code) {
        MetricsLine line = new MetricsLine(clock.millis());
        line.field(SERVICE, service);
        line.field(OUTCOME, outcome);
        code.ifPresent(known -> line.field("code", known));
        line.dimensions(SERVICE);
        return line;
    }

    private static void countFailure(MetricsLine line, Optional<FailureCode> code) {
        line.count("Throttled", code.filter(FailureCode.GONG_THROTTLED::equals).isPresent());
        line.count(
                "Unauthorized",
                code.map(FailureCode::kind)
                        .filter(FailureCode.Kind.CONFIGURATION::equals)
                        .isPresent());
    }
}
