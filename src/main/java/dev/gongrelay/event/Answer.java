package dev.gongrelay.event;

/**
 * What became of a delivery.
 *
 * @param text why, in at most 2,000 characters: what people see in Lambda's error or in the report of an S3 Batch
 *     Operations job; empty for a queue, which shows it to nobody
 */
public record Answer(Delivery delivery, Verdict verdict, String text) {
    /** What its sender should do now. */
    public enum Verdict {
        /** Forget it: it was relayed, there was nothing to relay, or its failure is kept where somebody sees it. */
        DONE,
        /** Deliver it again: the failure may pass. */
        RETRY,
        /**
         * Give it up: it would fail again. S3 Batch Operations notes that in its report. A queue and Lambda understand
         * only failure: they deliver it again, as configured, and then keep it in their own dead-letter queue or
         * on-failure destination.
         */
        REJECTED
    }
}
