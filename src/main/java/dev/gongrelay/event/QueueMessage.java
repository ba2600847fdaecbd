package dev.gongrelay.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The SQS message that a delivery came in.
 *
 * @param receiptHandle what SQS asks for to change the message's visibility
 * @param queueArn the queue that it came from; empty if the event doesn't say
 * @param receiveCount how often it was received, this time included: 1 or more
 * @param sentAt when it was sent to its queue; null if the event doesn't say
 */
public record QueueMessage(
        String receiptHandle,
        String queueArn,
        int receiveCount,
        @Nullable Instant sentAt) {}
