package dev.gongrelay.telemetry;

import java.util.Map;
import org.jboss.logging.MDC;

/** Fields for one log line, removed right after it, so that no line has those of another recording. */
public final class LogFields {
    /** The field with Lambda's ID of the invocation, as Quarkus's poll loop calls it. */
    public static final String INVOCATION = "AWSRequestId";

    private LogFields() {}

    /** Writes a line with these fields; numbers are written as numbers, everything else as text. */
    public static void with(Map<String, ?> fields, Runnable line) {
        fields.forEach(MDC::put);
        try {
            line.run();
        } finally {
            fields.keySet().forEach(MDC::remove);
        }
    }
}
