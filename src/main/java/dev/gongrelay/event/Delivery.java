package dev.gongrelay.event;

import dev.gongrelay.failure.PermanentException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a sender delivers, and delivers again, as one: an SQS message, a task of S3 Batch Operations, or a whole event
 * with which the function was invoked directly.
 *
 * @param id the name under which its sender knows it; empty when it has none
 * @param references the recordings that it announces, in its order; none for a test event
 * @param defects what in it could not be read, each separately; the references beside them are good
 * @param text gives {@link #original()}, which is not kept because few deliveries are asked for it
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
    /**
     * A text that announces the same recordings when it is sent to the queue: the body of the SQS message, else the
     * event as JSON in ASCII.
     */
    public String original() {
        return text.get();
    }

    /** The SQS message that it is; empty for any other sender. */
    public Optional<QueueMessage> message() {
        return Optional.ofNullable(queueMessage);
    }

    /** The relayed recording whose call is awaited in Gong; empty for a delivery that announces recordings. */
    public Optional<ArrivalNotice> arrival() {
        return Optional.ofNullable(arrivalNotice);
    }

    /** How it announces its recordings. */
    public Announcement announcement() {
        return new Announcement(queueMessage == null ? null : queueMessage.sentAt(), sweepId);
    }
}
