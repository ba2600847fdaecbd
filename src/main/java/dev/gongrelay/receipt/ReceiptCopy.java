package dev.gongrelay.receipt;

import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A receipt as it was last seen, changed only if it is still the same. For one thread at a time; methods block. */
final class ReceiptCopy {
    /** Each lost turn means that somebody else wrote: two or three are a lot. */
    private static final int TURNS = 8;

    private final RecordingReference recording;
    private final @Nullable ReceiptObject object;
    private Receipt receipt;
    private @Nullable String eTag;
    private Instant lastWritten = Instant.MAX;

    /** @param object where the receipt is kept, or null to keep it in this object only */
    ReceiptCopy(RecordingReference recording, @Nullable ReceiptObject object) {
        this.recording = recording;
        this.object = object;
        this.receipt = Receipt.none(recording);
    }

    /** The receipt as last seen; one without a state if there is none. */
    Receipt receipt() {
        return receipt;
    }

    /** When the receipt was written, by S3's clock; the end of time if it was not read. */
    Instant lastWritten() {
        return lastWritten;
    }

    /** Whether it is written anywhere. */
    boolean isKept() {
        return object != null;
    }

    /** Reads what is stored. A deleted receipt stays as it was last seen. */
    void read() {
        if (object != null) {
            Optional<ReceiptObject.Stored> stored = object.read();
            receipt = stored.map(ReceiptObject.Stored::receipt).orElse(receipt);
            eTag = stored.map(ReceiptObject.Stored::eTag).orElse(null);
            lastWritten = stored.map(ReceiptObject.Stored::lastModified).orElse(Instant.MAX);
        }
    }

    /**
     * Applies a step until S3 accepts the result: to the receipt as last seen, then, each time something else turns out
     * to be stored, to that. The step returns its argument to change nothing, and throws to give up. A deleted receipt
     * is written again from what was last seen.
     *
     * @throws TransientException if S3 fails, or others keep writing
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
