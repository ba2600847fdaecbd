package dev.gongrelay.event;

/**
 * The SQS message that a delivery came in.
 *
 * @param receiptHandle what SQS wants to see when the visibility of this receipt is changed
 * @param queueArn the queue that it came from; empty when the event didn't say
 * @param receiveCount how often it was received, this time included: 1 or more
 */
public record QueueMessage(String messageId, String receiptHandle, String queueArn, int receiveCount) {}
