package dev.gongrelay.receipt;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The receipt of a relayed recording, where it is noted what became of its call in Gong. For one thread at a time.
 */
public final class RelayedReceipt {
    private final ReceiptCopy copy;
    private final String callId;

    RelayedReceipt(ReceiptCopy copy) {
        this.copy = copy;
        this.callId = copy.receipt().callId().orElseThrow();
    }

    /** The call that has the media: another one than was registered if Gong had the same bytes there. */
    public String callId() {
        return callId;
    }

    /** When the recording was announced, or first relayed as far as its receipt knows. */
    public Optional<Instant> announcedAt() {
        return copy.receipt().way().announcedAt();
    }

    /** Whether Gong is known to list the call. */
    public boolean isConfirmed() {
        return isNoted(copy.receipt(), Arrival.CONFIRMED);
    }

    /**
     * Notes what became of the call. What is confirmed stays so, and so does a receipt that somebody replaced by one of
     * another call.
     *
     * @param durationSeconds the call's duration as Gong has it; null if it is unknown
     * @return whether something new was noted
     * @throws TransientException {@link FailureCode#RECEIPT_UNAVAILABLE}, {@link FailureCode#RECEIPT_DENIED} or {@link
     *     FailureCode#RECEIPT_DAMAGED} if the note could not be made
     */
    public boolean note(Arrival arrival, Instant at, @Nullable Long durationSeconds) {
        AtomicBoolean noting = new AtomicBoolean();
        copy.change(stored -> {
            noting.set(stored.isRelayed()
                    && stored.callId().equals(Optional.of(callId))
                    && !isNoted(stored, Arrival.CONFIRMED)
                    && !isNoted(stored, arrival));
            return noting.get()
                    ? stored.with(stored.state(), to -> new ArrivalNotes(to).ended(arrival, at, durationSeconds))
                    : stored;
        });
        return noting.get();
    }

    private static boolean isNoted(Receipt stored, Arrival arrival) {
        return stored.arrival().equals(Optional.of(arrival));
    }
}
