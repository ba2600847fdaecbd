package dev.gongrelay.telemetry;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.receipt.Arrival;
import dev.gongrelay.source.Media;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes one log line for each recording's outcome, for its arrival in Gong, and for each part of an event that cannot be
 * read. The fields have stable names; what is not known is absent.
 */
@Singleton
public class OutcomeLog {
    private static final Logger LOG = Logger.getLogger(OutcomeLog.class);

    /** Writes the line of a recording's outcome. */
    public void write(RelayReport report) {
        write(fields(report), level(report), message(report), fault(report));
    }

    /** Writes the line of a recording's arrival in Gong. */
    public void write(ArrivalReport report) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("bucket", report.recording().bucket());
        fields.put("key", report.recording().key());
        fields.put("callId", report.callId());
        fields.put("outcome", report.arrival());
        report.code().ifPresent(code -> fields.put("code", code));
        fields.put("sinceAnnounced", report.sinceAnnounced().toSeconds());
        RelayException failure = report.failure();
        String why = failure == null ? "" : ", " + failure.getMessage();
        write(
                fields,
                level(report.arrival()),
                RelayException.cut(report.recording() + ": " + report.arrival() + why),
                null);
    }

    private static void write(
            Map<String, Object> fields, Logger.Level level, String message, @Nullable Throwable fault) {
        LogFields.with(fields, () -> LOG.log(level, message, fault));
    }

    private static Map<String, Object> fields(RelayReport report) {
        Map<String, Object> fields = new LinkedHashMap<>();
        report.reference().ifPresent(reference -> {
            fields.put("bucket", reference.bucket());
            fields.put("key", reference.key());
            report.callId().ifPresent(callId -> fields.put("callId", callId));
            report.gongRequestId().ifPresent(requestId -> fields.put("gongRequestId", RelayException.cut(requestId)));
            report.url().ifPresent(url -> fields.put("url", RelayException.cut(url)));
            report.media().ifPresent(media -> describe(media, fields));
            fields.put("bytes", report.ofMedia(Media::lengthBytes));
            fields.put("seconds", BigDecimal.valueOf(report.duration().toMillis(), 3));
            fields.put("attempts", report.ofMedia(Media::timesOpened));
            fields.put("resumes", report.ofMedia(Media::resumes));
        });
        fields.put("outcome", report.outcome());
        report.code().ifPresent(code -> fields.put("code", code));
        return fields;
    }

    private static void describe(Media media, Map<String, Object> fields) {
        fields.put("contentType", media.contentType());
        if (media.channelCount() > 0) {
            fields.put("channels", media.channelCount());
        }
        if (!media.duration().isZero()) {
            fields.put(
                    "mediaSeconds",
                    BigDecimal.valueOf(media.duration().toMillis(), 3).setScale(1, RoundingMode.HALF_UP));
        }
    }

    private static Logger.Level level(RelayReport report) {
        return switch (report.outcome()) {
            case SKIPPED -> report.skipReason().isPresent() ? Logger.Level.INFO : Logger.Level.DEBUG;
            case RELAYED, ALREADY_RELAYED -> Logger.Level.INFO;
            case RETRY_LATER -> Logger.Level.WARN;
            case REJECTED -> Logger.Level.ERROR;
        };
    }

    /** An awaited call is no news. For unchecked ones, one warning was logged. */
    private static Logger.Level level(Arrival arrival) {
        return switch (arrival) {
            case AWAITED, UNCHECKED -> Logger.Level.DEBUG;
            case CONFIRMED -> Logger.Level.INFO;
            case DISCARDED -> Logger.Level.ERROR;
        };
    }

    /** Only a fault in the relay itself needs a stack trace. */
    private static @Nullable Throwable fault(RelayReport report) {
        return report.failure()
                .filter(failure -> failure.code() == FailureCode.INTERNAL)
                .orElse(null);
    }

    private static String message(RelayReport report) {
        StringBuilder text = new StringBuilder();
        report.reference()
                .ifPresent(reference -> text.append(reference).append(": ").append(report.outcome()));
        report.failure()
                .ifPresent(failure -> text.append(text.isEmpty() ? "" : ", ").append(failure.getMessage()));
        report.skipReason().ifPresent(reason -> text.append(", because ").append(reason));
        report.warnings().forEach(warning -> text.append("; warning: ").append(warning));
        return RelayException.cut(text.toString());
    }
}
