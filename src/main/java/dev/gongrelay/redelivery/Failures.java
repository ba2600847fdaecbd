package dev.gongrelay.redelivery;

import dev.gongrelay.failure.FailureCode.Kind;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.telemetry.RelayReport;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The failures of one delivery, in bounded size however many recordings it announces. For one thread. */
public final class Failures {
    private final Duration slowDelay;
    private final StringBuilder text = new StringBuilder();
    private int untold;
    private boolean passing;
    private @Nullable Duration wait;
    private @Nullable RelayReport rejected;
    private @Nullable RelayReport trouble;

    /** @param slowDelay how long to wait until somebody may have fixed the configuration */
    Failures(Duration slowDelay) {
        this.slowDelay = slowDelay;
    }

    /** Adds a report if it has a failure. */
    public void add(RelayReport report) {
        report.failure().ifPresent(failure -> add(failure, report));
    }

    /** Adds the report of a rejected recording that is retried because its dead letter could not be sent. */
    void addTrouble(RelayReport report) {
        trouble = report;
        add(report);
    }

    /** The report of a rejected recording that is retried because its dead letter could not be sent; empty if none is. */
    public Optional<RelayReport> trouble() {
        return Optional.ofNullable(trouble);
    }

    private void add(RelayException failure, RelayReport report) {
        tell(failure.code() + ": " + failure.getMessage());
        if (failure instanceof TransientException mayPass) {
            passing = true;
            waitAtLeast(mayPass);
        } else if (rejected == null) {
            rejected = report;
        }
    }

    private void tell(String failure) {
        if (text.isEmpty()) {
            text.append(failure);
        } else if (text.length() + failure.length() < RelayException.LONGEST_MESSAGE) {
            text.append("; ").append(failure);
        } else {
            untold++;
        }
    }

    private void waitAtLeast(TransientException failure) {
        Optional<Duration> asked =
                failure.code().kind() == Kind.CONFIGURATION ? Optional.of(slowDelay) : failure.retryAfter();
        asked.filter(other -> wait == null || other.compareTo(wait) > 0).ifPresent(other -> wait = other);
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    /** Whether one of them may pass, so that all is delivered again. */
    boolean mayPass() {
        return passing;
    }

    /** The longest wait that any of them asks for; empty if none does. */
    Optional<Duration> retryAfter() {
        return Optional.ofNullable(wait);
    }

    /** The first recording that was rejected. */
    Optional<RelayReport> rejected() {
        return Optional.ofNullable(rejected);
    }

    /** Codes and messages, in at most {@value RelayException#LONGEST_MESSAGE} characters. */
    String text() {
        String more = untold == 0 ? "" : "; and " + untold + " more";
        return RelayException.cut(text.toString(), RelayException.LONGEST_MESSAGE - more.length()) + more;
    }
}
