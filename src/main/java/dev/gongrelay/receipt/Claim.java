package dev.gongrelay.receipt;

import dev.gongrelay.event.Announcement;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.gong.UploadResult;
import dev.gongrelay.people.Person;
import dev.gongrelay.recording.CallDetails;
import dev.gongrelay.settings.RelayConfig.Receipts.UnknownDuplicate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One delivery's right to relay one recording until its lease ends. Notes each step in the receipt, but only while the
 * receipt is still this claim's: a claim that was lost unnoticed does no harm.
 *
 * <p>A write whose answer was lost is recognized by its owner, a text that no other claim has. Methods block. For one
 * thread at a time.
 */
public final class Claim {
    private final RecordingReference recording;
    private final ReceiptCopy receipt;
    private final String owner;
    private final Clock clock;
    private final Duration longestLease;
    private final UnknownDuplicate unknownDuplicate;
    private final boolean awaitsArrivals;

    /** The receipt with what earlier deliveries noted. */
    private Receipt found;

    private @Nullable List<Person> people;
    private boolean leftAlone;
    private boolean arrived;
    private String objectETag = "";
    private long lengthBytes;

    /**
     * @param object where the receipt is stored; null to keep it in memory only
     * @param awaitsArrivals whether Gong is asked later what became of the call
     */
    Claim(
            RecordingReference recording,
            @Nullable ReceiptObject object,
            String owner,
            Clock clock,
            Duration longestLease,
            UnknownDuplicate unknownDuplicate,
            boolean awaitsArrivals) {
        this.recording = recording;
        this.receipt = new ReceiptCopy(recording, object);
        this.owner = owner;
        this.clock = clock;
        this.longestLease = longestLease;
        this.unknownDuplicate = unknownDuplicate;
        this.awaitsArrivals = awaitsArrivals;
        this.found = receipt.receipt();
    }

    /** Makes the claim; see {@link Receipts#claim}. */
    Claim take(Duration lease, Announcement announcement) {
        found = receipt.change(stored -> {
            if (stored.isOwnedBy(owner) || stored.isRelayed() || isKnown(stored, announcement)) {
                return stored;
            }
            if (leaseLeft(stored).isPresent()) {
                throw elsewhere(stored);
            }
            return stored.claimed(owner, recording, announcement, clock.instant(), lease);
        });
        leftAlone = isKnown(found, announcement);
        return this;
    }

    /** A sweep looks for unannounced recordings: one with a receipt was announced, unless the sweep itself made it. */
    private boolean isKnown(Receipt stored, Announcement announcement) {
        return announcement.sweep().isPresent()
                && !stored.equals(Receipt.none(recording))
                && !stored.arrivalNotes().sweep().equals(announcement.sweep());
    }

    /** Whether this delivery leaves the recording alone, because a sweep announced it and it has a receipt already. */
    public boolean isLeftAlone() {
        return leftAlone;
    }

    /** The receipt of an earlier delivery that relayed the recording: nothing is left to do. */
    public Optional<Receipt> relayed() {
        return Optional.of(receipt.receipt()).filter(Receipt::isRelayed);
    }

    /** The recording's call by its details or by an earlier delivery; see {@link Receipt#callOf}. */
    public Optional<String> callOf(CallDetails details) {
        return found.callOf(details);
    }

    /** Notes the people who were looked up, perhaps none, with the next step. Without this call, earlier notes stay. */
    public void note(List<Person> lookedUp) {
        people = lookedUp;
    }

    /**
     * Notes the call before its media is sent, so that a later delivery registers no other call, and knows that the
     * call's media may be this recording. May be called again.
     *
     * @param details that gave the call or were registered
     * @param objectETag of the recording that is about to be sent
     * @throws TransientException {@link FailureCode#CLAIMED_ELSEWHERE} if another delivery took over the recording
     *     after the lease or has relayed it: stop; {@link FailureCode#RECEIPT_UNAVAILABLE} or
     *     {@link FailureCode#RECEIPT_DAMAGED} if the note can't be written
     */
    public void checkpoint(String callId, CallDetails details, String objectETag, long lengthBytes) {
        Instant now = clock.instant();
        this.objectETag = objectETag;
        this.lengthBytes = lengthBytes;
        receipt.change(
                stored -> held(stored).naming(people).checkpointed(callId, details, objectETag, lengthBytes, now));
    }

    /**
     * Makes sure that what Gong has after an upload is this recording. It is if Gong took it or has the same bytes. If
     * the call had media already, that is this recording if this delivery, or an earlier one by the receipt, may have
     * sent it there. Without a receipts bucket, nobody can tell.
     *
     * @return a warning, if any
     * @throws PermanentException {@link FailureCode#IDENTITY_TAKEN} if nothing says that it is this recording, and the
     *     settings don't accept that
     */
    public Optional<String> recognize(UploadResult result) {
        Optional<String> warning = new Recognition(recording, found, receipt.isKept(), unknownDuplicate)
                .warning(result, receipt.receipt());
        arrived = true;
        return warning;
    }

    /**
     * Notes that Gong has the recording as it was checkpointed. That is a fact, so it is noted even if another delivery
     * took over the recording, which then finds its claim lost. Only a relayed receipt stays as it is.
     *
     * @param result {@linkplain #recognize recognized}
     * @return the receipt as it now is: this delivery's, or an earlier one's
     * @throws TransientException {@link FailureCode#RECEIPT_UNAVAILABLE} or {@link FailureCode#RECEIPT_DAMAGED} if the
     *     note can't be written; a later delivery learns it from Gong
     */
    public Receipt complete(UploadResult result, List<String> warnings) {
        Instant now = clock.instant();
        arrived = true;
        return receipt.change(stored -> {
            if (stored.isRelayed()) {
                return stored;
            }
            Receipt relayed = stored.relayed(owner, result, objectETag, lengthBytes, warnings, now);
            return awaitsArrivals ? relayed.with(relayed.state(), to -> new ArrivalNotes(to).awaited()) : relayed;
        });
    }

    /**
     * Notes that the recording can't be relayed as it is, and why. A later event tries again. Calls that certainly did
     * not get the media no longer count as calls that may have it.
     *
     * @throws TransientException as {@link #checkpoint} does; if the claim is lost, the other delivery decides
     */
    public void reject(PermanentException why) {
        Instant now = clock.instant();
        receipt.change(stored -> ended(held(stored).naming(people).rejected(why, now), why));
    }

    /**
     * Notes that the producer or a setting says not to relay the recording, and why. A later event looks again.
     *
     * @param reason the rest of a sentence about the recording
     * @throws TransientException as {@link #checkpoint} does; if the claim is lost, the other delivery decides
     */
    public void skip(String reason) {
        Instant now = clock.instant();
        receipt.change(stored -> held(stored).skipped(reason, now));
    }

    /**
     * Ends the lease after a failure that may pass, so that the next delivery does not wait for it. Notes calls as
     * {@link #reject} does. Does nothing if the claim is lost. If the note can't be written, adds that to {@code why} as
     * suppressed and throws nothing; the lease then ends on its own.
     */
    public void release(RelayException why) {
        try {
            receipt.change(stored ->
                    stored.isOwnedBy(owner) && stored.isClaimed() ? ended(stored.released(why), why) : stored);
        } catch (TransientException e) {
            why.addSuppressed(e);
        }
    }

    private Receipt ended(Receipt stored, RelayException why) {
        boolean mayHaveArrived = arrived || why.isInDoubt() || why.code() == FailureCode.INTERNAL;
        return mayHaveArrived ? stored : stored.sentOnlyTo(found.callNotes().sentTo());
    }

    private Receipt held(Receipt stored) {
        if (stored.isRelayed() || !stored.isOwnedBy(owner)) {
            throw elsewhere(stored);
        }
        return stored;
    }

    /**
     * How long the delivery that claimed a receipt may still be relaying; empty if it no longer can. Its clock may be
     * wrong: a lease ends no later than the longest one that began when S3 says that the receipt was written.
     */
    private Optional<Duration> leaseLeft(Receipt stored) {
        Instant now = clock.instant();
        Instant latest = (receipt.lastWritten().isBefore(now) ? receipt.lastWritten() : now).plus(longestLease);
        return stored.leaseUntil()
                .map(until -> until.isBefore(latest) ? until : latest)
                .filter(now::isBefore)
                .map(until -> Duration.between(now, until));
    }

    private TransientException elsewhere(Receipt stored) {
        Optional<Duration> wait = leaseLeft(stored);
        String message = wait.map(left -> "Another delivery is already relaying " + recording + ", until "
                        + clock.instant().plus(left) + " at the latest")
                .orElse("Another delivery took over " + recording + "; its receipt is " + stored.state());
        return new TransientException(FailureCode.CLAIMED_ELSEWHERE, message, null, wait.orElse(null));
    }
}
