package dev.gongrelay.receipt;

import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A receipt as it was last seen, and changed only if it is still so. For one thread at a time; every method blocks
 * while it speaks to S3.
 */
final class ReceiptCopy {
    /** Each turn lost means that somebody else wrote: with a sane number of deliveries two or three are the most. */
    private static final int TURNS = 8;

    private final RecordingReference recording;
    private final @Nullable ReceiptObject object;
    private Receipt receipt;
    private @Nullable String eTag;
    private Instant lastWritten = Instant.MAX;

    /** @param object where the receipt lies, or null to remember it in this object only */
    ReceiptCopy(RecordingReference recording, @Nullable ReceiptObject object) {
        this.recording = recording;
        this.object = object;
        this.receipt = Receipt.none(recording);
    }

    /** The receipt as it is known; one without a state if none is. */
    Receipt receipt() {
        return receipt;
    }

    /** When the receipt was written, as S3 says; the end of time if it was not read. */
    Instant lastWritten() {
        return lastWritten;
    }

    /** Whether it is written anywhere. */
    boolean isKept() {
        return object != null;
    }

    /** Reads what is stored. A receipt that somebody deleted stays known as it was. */
    void read() {
        if (object != null) {
            Optional<ReceiptObject.Stored> stored = object.read();
            receipt = stored.map(ReceiptObject.Stored::receipt).orElse(receipt);
            eTag = stored.map(ReceiptObject.Stored::eTag).orElse(null);
            lastWritten = stored.map(ReceiptObject.Stored::lastModified).orElse(Instant.MAX);
        }
    }

    /**
     * Applies a step to the receipt until S3 takes the result. The step is given the receipt as it is known, then as it
     * is read again each time something else turns out to be stored; it returns what it was given to leave it so, and
     * throws to give up. A receipt that somebody deleted is written again from what was last known of it.
     *
     * @throws TransientException if S3 fails, or others write all the time
     */
    Receipt change(UnaryOperator<Receipt> step) {
        for (int turn = 0; turn < TURNS; turn++) {
            Receipt next = step.apply(receipt);
            if (next.equals(receipt)) {
                return receipt;
            }
            Optional<String> written = object == null ? Optional.of("") : object.write(next, eTag);
            if (written.isPresent()) {
                receipt = next;
                eTag = written.get();
                return next;
            }
            read();
        }
        throw new TransientException(
                FailureCode.CLAIMED_ELSEWHERE,
                "The receipt of " + recording + " was changed by others " + TURNS + " times in a row",
                null);
    }
}
