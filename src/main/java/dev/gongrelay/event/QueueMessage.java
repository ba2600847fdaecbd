package dev.gongrelay.event;

/**
 * The SQS message that a delivery came in.
 *
 * @param receiptHandle what SQS wants to see when the visibility of this receipt is changed
 * @param receiveCount how often it was received, this time included: 1 or more
 */
public record QueueMessage(String receiptHandle, int receiveCount) {}
