package dev.gongrelay.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The SQS message that a delivery came in.
 *
 * @param receiptHandle what SQS wants to see when the visibility of this receipt is changed
 * @param queueArn the queue that it came from; empty when the event didn't say
 * @param receiveCount how often it was received, this time included: 1 or more
 * @param sentAt when it was sent to its queue; null when the event didn't say
 */
public record QueueMessage(
        String receiptHandle,
        String queueArn,
        int receiveCount,
        @Nullable Instant sentAt) {}
