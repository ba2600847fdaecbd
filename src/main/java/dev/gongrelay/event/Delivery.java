package dev.gongrelay.event;

import dev.gongrelay.failure.PermanentException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a sender delivers, and redelivers, as one: an SQS message, a task of S3 Batch Operations, or a whole event of a
 * direct invocation.
 *
 * @param id the sender's name for it; empty when it has none
 * @param references the recordings that it announces, in order; none for a test event
 * @param defects what could not be read, each separately; the references beside them are good
 * @param text supplies {@link #original()}, which few deliveries are asked for
 * @param queueMessage the SQS message that it is, or null
 * @param arrivalNotice the relayed recording that it is about; null if it announces recordings
 * @param sweepId the sweep that announces its recordings, or null
 */
public record Delivery(
        String id,
        List<RecordingReference> references,
        List<PermanentException> defects,
        Supplier<String> text,
        @Nullable QueueMessage queueMessage,
        @Nullable ArrivalNotice arrivalNotice,
        @Nullable String sweepId) {
    /** A message that announces the same recordings: the body of the SQS message, else the event as JSON in ASCII. */
    public String original() {
        return text.get();
    }

    /** The SQS message that it is. */
    public Optional<QueueMessage> message() {
        return Optional.ofNullable(queueMessage);
    }

    /** The relayed recording whose call is awaited in Gong. */
    public Optional<ArrivalNotice> arrival() {
        return Optional.ofNullable(arrivalNotice);
    }

    /** How it announces its recordings. */
    public Announcement announcement() {
        return new Announcement(queueMessage == null ? null : queueMessage.sentAt(), sweepId);
    }
}
