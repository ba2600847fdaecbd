package dev.gongrelay.receipt;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The receipt of a relayed recording, to note in it what became of the call. For one thread at a time. */
public final class RelayedReceipt {
    private final ReceiptCopy copy;
    private final String callId;

    RelayedReceipt(ReceiptCopy copy) {
        this.copy = copy;
        this.callId = copy.receipt().callId().orElseThrow();
    }

    /** The call that has the media: not the registered one if another had the same bytes. */
    public String callId() {
        return callId;
    }

    /** When the recording was announced, as far as its receipt says. */
    public Optional<Instant> announcedAt() {
        return copy.receipt().arrivalNotes().announcedAt();
    }

    /** Whether Gong has listed the call. */
    public boolean isConfirmed() {
        return isNoted(copy.receipt(), Arrival.CONFIRMED);
    }

    /**
     * Notes what became of the call, unless that is noted, the call is confirmed, or the receipt has another call now.
     *
     * @param durationSeconds the call's duration in Gong; null if it is not known
     * @return whether anything was noted
     * @throws dev.gongrelay.failure.TransientException as {@link Receipts#find} does
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
