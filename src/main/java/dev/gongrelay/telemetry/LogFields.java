package dev.gongrelay.telemetry;

import java.util.Map;
import org.jboss.logging.MDC;

/** The fields of one log line, removed right after it, so that no line has another recording's. */
public final class LogFields {
    /**
     * The field that names the invocation by Lambda's ID, as Quarkus's own poll loop calls it; see {@link LogFormat}.
     */
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
