package dev.gongrelay;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jspecify.annotations.Nullable;

/** What is logged while this is open, other than by the test that runs at the same time on the other thread for tests. */
public final class CapturedLog extends Handler implements AutoCloseable {
    private final List<ExtLogRecord> records = new CopyOnWriteArrayList<>();
    private final Logger root = Logger.getLogger("");
    private final Thread test = Thread.currentThread();
    private final @Nullable ForkJoinPool tests = ForkJoinTask.getPool();

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
        if (tests != null && ForkJoinTask.getPool() == tests && Thread.currentThread() != test) {
            return;
        }
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
