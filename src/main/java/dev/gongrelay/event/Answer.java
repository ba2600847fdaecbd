package dev.gongrelay.event;

/**
 * What became of a delivery.
 *
 * @param text the reason, in at most 2,000 characters, as shown in Lambda's error or in the report of an S3 Batch
 *     Operations job; empty for a queue, which shows it to nobody
 */
public record Answer(Delivery delivery, Verdict verdict, String text) {
    /** What the sender should do now. */
    public enum Verdict {
        /** Forget it: it was relayed, it had nothing to relay, or its failure is recorded where somebody sees it. */
        DONE,
        /** Deliver it again: the failure may pass. */
        RETRY,
        /**
         * Give it up: it would fail again. S3 Batch Operations lists it in the job's report. A queue and Lambda
         * understand only failure: they retry it as configured, and then move it to their own dead-letter queue or
         * on-failure destination.
         */
        REJECTED
    }
}
