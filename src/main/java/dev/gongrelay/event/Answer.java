package dev.gongrelay.event;

/**
 * What became of a delivery.
 *
 * @param text why, readable, naming the recordings, in at most 2,000 characters; it is what people see in Lambda's
 *     error or in the report of an S3 Batch Operations job, and is empty for a queue, which shows it to nobody
 */
public record Answer(Delivery delivery, Verdict verdict, String text) {
    /** What its sender should do now. */
    public enum Verdict {
        /** Forget it: it was relayed, or there was nothing to relay, or its failure is kept where somebody sees it. */
        DONE,
        /** Deliver it again: what failed may pass. */
        RETRY,
        /**
         * Give it up: it would fail again, and nothing but the sender knows. S3 Batch Operations notes it in its
         * report. A queue and Lambda can't be told, so they deliver it again as often as they are configured to and
         * then keep it in their own dead-letter queue or on-failure destination.
         */
        REJECTED
    }
}
