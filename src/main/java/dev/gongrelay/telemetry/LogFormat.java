package dev.gongrelay.telemetry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.logging.json.runtime.JsonFormatter;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.logging.Handler;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.MDC;

/**
 * Writes each log line as one flat JSON object in which numbers are numbers; Quarkus's own format nests the fields, as
 * texts. Lambda's ID of the invocation is {@code requestId}, as in Lambda's own lines. Until startup is complete, lines
 * have Quarkus's format, with the same names by application.properties.
 */
@Singleton
final class LogFormat extends ExtFormatter {
    /** Before the first line of any bean. */
    void install(@Observes @Priority(1) StartupEvent started) {
        replaceIn(LogContext.getLogContext().getLogger("").getHandlers());
    }

    private void replaceIn(Handler[] handlers) {
        for (Handler handler : handlers) {
            if (handler.getFormatter() instanceof JsonFormatter) {
                handler.setFormatter(this);
            }
            if (handler instanceof ExtHandler parent) {
                replaceIn(parent.getHandlers());
            }
        }
    }

    @Override
    public String format(ExtLogRecord entry) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("timestamp", entry.getInstant().truncatedTo(ChronoUnit.MILLIS).toString());
        line.put("level", entry.getLevel().getName());
        line.put("loggerName", entry.getLoggerName());
        line.put("threadName", entry.getThreadName());
        line.put("message", entry.getFormattedMessage());
        MDC.copyObject()
                .forEach((name, value) -> put(line, name.equals(LogFields.INVOCATION) ? "requestId" : name, value));
        if (entry.getThrown() != null) {
            StringWriter trace = new StringWriter();
            entry.getThrown().printStackTrace(new PrintWriter(trace));
            line.put("stackTrace", trace.toString());
        }
        return line + "\n";
    }

    private static void put(ObjectNode line, String name, Object value) {
        if (value instanceof Number number) {
            line.put(name, new BigDecimal(number.toString()));
        } else {
            line.put(name, value.toString());
        }
    }
}
