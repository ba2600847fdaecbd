package dev.gongrelay;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * One log line for each recording's outcome, and for each part of an event that can't be read. The fields, under {@code
 * mdc} in the JSON line, have stable names; those that are not known are absent. They are taken back at once, so that no
 * line carries those of another recording.
 */
final class OutcomeLog {
    private final Logger log;

    OutcomeLog(Logger log) {
        this.log = log;
    }

    void write(Report report) {
        write(level(report.outcome()), message(report), fault(report), fields(report));
    }

    /** Tells what in an event can't be read, so that it announces a recording that nobody knows. */
    void write(PermanentException defect) {
        write(
                level(Outcome.REJECTED),
                String.valueOf(defect.getMessage()),
                null,
                Map.of("outcome", Outcome.REJECTED, "code", defect.code()));
    }

    private void write(Logger.Level level, String message, @Nullable Throwable fault, Map<String, Object> fields) {
        fields.forEach(MDC::put);
        try {
            log.log(level, message, fault);
        } finally {
            fields.keySet().forEach(MDC::remove);
        }
    }

    private static Map<String, Object> fields(Report report) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("bucket", report.reference().bucket());
        fields.put("key", report.reference().key());
        report.callId().ifPresent(callId -> fields.put("callId", callId));
        report.requestId().ifPresent(requestId -> fields.put("requestId", requestId));
        report.url().ifPresent(url -> fields.put("url", url));
        fields.put("bytes", report.lengthBytes());
        fields.put("seconds", String.format(Locale.ROOT, "%.3f", report.took().toNanos() / 1e9));
        fields.put("attempts", report.attempts());
        fields.put("resumes", report.resumes());
        fields.put("outcome", report.outcome());
        report.failure().ifPresent(failure -> fields.put("code", failure.code()));
        return fields;
    }

    private static Logger.Level level(Outcome outcome) {
        return switch (outcome) {
            case SKIPPED -> Logger.Level.DEBUG;
            case RELAYED, ALREADY_RELAYED -> Logger.Level.INFO;
            case GIVEN_BACK -> Logger.Level.WARN;
            case REJECTED -> Logger.Level.ERROR;
        };
    }

    /** Only a fault in the relay itself needs a stack trace to be understood. */
    private static @Nullable Throwable fault(Report report) {
        return report.failure()
                .filter(failure -> failure.code() == FailureCode.INTERNAL)
                .orElse(null);
    }

    private static String message(Report report) {
        StringBuilder text =
                new StringBuilder(report.reference().toString()).append(": ").append(report.outcome());
        report.failure().ifPresent(failure -> text.append(", ").append(failure.getMessage()));
        report.warnings().forEach(warning -> text.append("; warning: ").append(warning));
        return text.toString();
    }
}
