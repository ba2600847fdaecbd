package dev.gongrelay.receipt;

import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A receipt as last seen, which is changed only if it is still the same in S3. For one thread at a time; methods block. */
final class ReceiptCopy {
    /** A turn is lost only if somebody else writes: two or three are a lot. */
    private static final int TURNS = 8;

    private final RecordingReference recording;
    private final @Nullable ReceiptObject object;
    private Receipt receipt;
    private @Nullable String eTag;
    private Instant lastWritten = Instant.MAX;

    /** @param object where the receipt is stored; null to keep it in memory only */
    ReceiptCopy(RecordingReference recording, @Nullable ReceiptObject object) {
        this.recording = recording;
        this.object = object;
        this.receipt = Receipt.none(recording);
    }

    /** The receipt as last seen; {@link Receipt#none} if there is none. */
    Receipt receipt() {
        return receipt;
    }

    /** When the receipt was written, by S3's clock; {@link Instant#MAX} if it was not read. */
    Instant lastWritten() {
        return lastWritten;
    }

    /** Whether the receipt is stored in S3. */
    boolean isKept() {
        return object != null;
    }

    /** Reads the stored receipt. If it was deleted, the receipt as last seen stays. */
    void read() {
        if (object != null) {
            Optional<ReceiptObject.Stored> stored = object.read();
            receipt = stored.map(ReceiptObject.Stored::receipt).orElse(receipt);
            eTag = stored.map(ReceiptObject.Stored::eTag).orElse(null);
            lastWritten = stored.map(ReceiptObject.Stored::lastModified).orElse(Instant.MAX);
        }
    }

    /**
     * Applies a step to the receipt and stores the result. If S3 has another receipt meanwhile, applies the step to that
     * one, and so on. The step returns its argument to change nothing, and throws to give up. If the receipt was deleted,
     * the one last seen takes its place.
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
                "Other deliveries changed the receipt of " + recording + " " + TURNS + " times in a row");
    }
}
