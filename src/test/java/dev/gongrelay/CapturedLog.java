package dev.gongrelay;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** What is logged while this is open. */
public final class CapturedLog extends Handler implements AutoCloseable {
    private final List<ExtLogRecord> records = new CopyOnWriteArrayList<>();
    private final Logger root = Logger.getLogger("");

    public CapturedLog() {
        root.addHandler(this);
    }

    public List<ExtLogRecord> records() {
        return records;
    }

    /** Everything that a log line could show: message, fields and stack traces. */
    public String text() {
        StringWriter text = new StringWriter();
        for (ExtLogRecord entry : records) {
            text.append(entry.getFormattedMessage())
                    .append(' ')
                    .append(entry.getMdcCopy().toString())
                    .append('\n');
            if (entry.getThrown() != null) {
                entry.getThrown().printStackTrace(new PrintWriter(text));
            }
        }
        return text.toString();
    }

    @Override
    public void publish(LogRecord entry) {
        ExtLogRecord wrapped = ExtLogRecord.wrap(entry);
        wrapped.copyAll();
        records.add(wrapped);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        root.removeHandler(this);
    }
}
