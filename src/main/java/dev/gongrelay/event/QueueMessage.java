package dev.gongrelay.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The SQS message that a delivery came in.
 *
 * @param receiptHandle what SQS requires to change the message's visibility
 * @param queueArn the queue that it came from; empty if the event doesn't say
 * @param receiveCount how many times SQS has delivered it, including this time: 1 or more
 * @param sentAt when it was sent to the queue; null if the event doesn't say
 */
public record QueueMessage(
        String receiptHandle,
        String queueArn,
        int receiveCount,
        @Nullable Instant sentAt) {}
