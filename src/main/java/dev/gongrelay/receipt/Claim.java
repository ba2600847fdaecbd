package dev.gongrelay.receipt;

import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.gong.UploadResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One delivery's right to relay one recording until its lease is over, and what it notes on the way. Every note is
 * written on condition that the receipt is still this claim's, so a claim that came to an end unnoticed does no harm.
 *
 * <p>A write whose answer was lost is recognised as this claim's own by its owner, a text that no other claim has.
 *
 * <p>Every method blocks while it speaks to S3. For one thread at a time.
 */
public final class Claim {
    /** Each turn lost means that somebody else wrote: with a sane number of deliveries two or three are the most. */
    private static final int TURNS = 8;

    private final RecordingReference recording;
    private final @Nullable ReceiptObject object;
    private final String owner;
    private final Clock clock;
    private Receipt receipt;
    private @Nullable String eTag;
    private String objectETag = "";
    private long lengthBytes;

    /** @param object where the receipt lies, or null to remember it in this object only */
    Claim(RecordingReference recording, @Nullable ReceiptObject object, String owner, Clock clock) {
        this.recording = recording;
        this.object = object;
        this.owner = owner;
        this.clock = clock;
        this.receipt = Receipt.none(recording);
    }

    /** Makes the claim; see {@link Receipts#claim}. */
    Claim take(Duration lease) {
        change(stored -> {
            if (stored.isOwnedBy(owner) || stored.isRelayed()) {
                return stored;
            }
            if (stored.leaseLeft(clock.instant()).isPresent()) {
                throw elsewhere(stored);
            }
            return stored.claimed(owner, recording, clock.instant(), lease);
        });
        return this;
    }

    /** The receipt of an earlier delivery that brought the recording to Gong: there is nothing left to do. */
    public Optional<Receipt> relayed() {
        return Optional.of(receipt).filter(Receipt::isRelayed);
    }

    /** The call that an earlier delivery registered before it failed or was killed: go on with its upload. */
    public Optional<String> callId() {
        return receipt.callId();
    }

    /**
     * Notes the call before its media is sent, so that no later delivery registers another. May be called again.
     *
     * @param callId Gong's id of the call
     * @param objectETag the ETag of the recording as it is about to be relayed
     * @param lengthBytes the recording's size in bytes
     * @throws TransientException {@link FailureCode#CLAIMED_ELSEWHERE} if the claim is lost: another delivery took the
     *     recording over after the lease, or has relayed it; stop. {@link FailureCode#RECEIPT_UNAVAILABLE} or
     *     {@link FailureCode#RECEIPT_DAMAGED} if the note could not be made
     */
    public void checkpoint(String callId, String objectETag, long lengthBytes) {
        Instant now = clock.instant();
        this.objectETag = objectETag;
        this.lengthBytes = lengthBytes;
        change(stored -> held(stored).checkpointed(callId, objectETag, lengthBytes, now));
    }

    /**
     * Notes that the recording, as it was checkpointed, is in Gong. This being a fact, it is noted even if another delivery took the recording
     * over in the meantime: that one then finds its claim lost. Only a receipt which says so already stays as it is.
     *
     * @param result what Gong said to the upload
     * @param warnings what somebody should know although all went well; possibly none
     * @return the receipt as it now stands: this delivery's, or that of another which was first
     * @throws TransientException {@link FailureCode#RECEIPT_UNAVAILABLE} or {@link FailureCode#RECEIPT_DAMAGED} if the
     *     note could not be made; a later delivery will ask Gong, which knows
     */
    public Receipt complete(UploadResult result, List<String> warnings) {
        Instant now = clock.instant();
        return change(stored ->
                stored.isRelayed() ? stored : stored.relayed(owner, result, objectETag, lengthBytes, warnings, now));
    }

    /**
     * Notes that the recording can't be relayed as it is, and why. A later event tries again.
     *
     * @throws TransientException as {@link #checkpoint} does; if the claim is lost, the other delivery decides
     */
    public void reject(PermanentException why) {
        Instant now = clock.instant();
        change(stored -> held(stored).rejected(why, now));
    }

    /**
     * Gives the recording up after a failure that may pass: the next delivery needn't wait for the lease to be over,
     * and finds the callId. Does nothing if the claim is lost. A failure to note this is added to {@code why} as
     * suppressed, instead of being thrown in its stead; the lease then ends by itself.
     */
    public void release(RelayException why) {
        try {
            change(stored -> stored.isOwnedBy(owner) && stored.isClaimed() ? stored.released(why) : stored);
        } catch (TransientException e) {
            why.addSuppressed(e);
        }
    }

    /**
     * Applies a step to the receipt until S3 takes the result. The step is given the receipt as it is known, then as it
     * is read again each time something else turns out to be stored; it returns what it was given to leave it so, and
     * throws to give up. A receipt that somebody deleted is built anew from what was last known of it.
     */
    private Receipt change(UnaryOperator<Receipt> step) {
        for (int turn = 0; turn < TURNS; turn++) {
            Receipt next = step.apply(receipt);
            if (next.equals(receipt)) {
                return receipt;
            }
            Optional<String> written = object == null ? Optional.of("") : object.write(next, eTag);
            if (object == null || written.isPresent()) {
                receipt = next;
                eTag = written.orElseThrow();
                return next;
            }
            Optional<ReceiptObject.Stored> stored = object.read();
            receipt = stored.map(ReceiptObject.Stored::receipt).orElse(receipt);
            eTag = stored.map(ReceiptObject.Stored::eTag).orElse(null);
        }
        throw new TransientException(
                FailureCode.CLAIMED_ELSEWHERE,
                "The receipt " + object + " of " + recording + " was changed by others " + TURNS + " times in a row",
                null);
    }

    private Receipt held(Receipt stored) {
        if (stored.isRelayed() || !stored.isOwnedBy(owner)) {
            throw elsewhere(stored);
        }
        return stored;
    }

    private TransientException elsewhere(Receipt stored) {
        return new TransientException(
                FailureCode.CLAIMED_ELSEWHERE,
                recording + " is another delivery's: its receipt " + object + " is "
                        + stored.state().name().toLowerCase(Locale.ROOT)
                        + stored.leaseUntil().map(until -> " until " + until).orElse(""),
                null,
                stored.leaseLeft(clock.instant()).orElse(null));
    }
}
