package dev.gongrelay.event;

import dev.gongrelay.failure.PermanentException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a sender delivers and redelivers as one: an SQS message, a task of S3 Batch Operations, or the whole event of a
 * direct invocation.
 *
 * @param id the sender's ID for it; empty if there is none
 * @param references the recordings that it announces, in order; none for a test event
 * @param defects what could not be read; the references are valid all the same
 * @param text supplies {@link #original()}, which is seldom needed
 * @param queueMessage the SQS message; null if it is not one
 * @param arrivalNotice the relayed recording whose call is awaited; null if the delivery announces recordings
 * @param sweepId the sweep that found its recordings; null if events announced them
 */
public record Delivery(
        String id,
        List<RecordingReference> references,
        List<PermanentException> defects,
        Supplier<String> text,
        @Nullable QueueMessage queueMessage,
        @Nullable ArrivalNotice arrivalNotice,
        @Nullable String sweepId) {
    /** A message that announces the same recordings: the SQS message's body, otherwise the event as ASCII JSON. */
    public String original() {
        return text.get();
    }

    /** The SQS message; empty if it is not one. */
    public Optional<QueueMessage> message() {
        return Optional.ofNullable(queueMessage);
    }

    /** The relayed recording whose call is awaited in Gong; empty if the delivery announces recordings. */
    public Optional<ArrivalNotice> arrival() {
        return Optional.ofNullable(arrivalNotice);
    }

    /** How it announces its recordings. */
    public Announcement announcement() {
        return new Announcement(queueMessage == null ? null : queueMessage.sentAt(), sweepId);
    }
}
