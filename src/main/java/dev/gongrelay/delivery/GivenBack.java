package dev.gongrelay.delivery;

import java.time.Duration;

/**
 * What became of giving a message back.
 *
 * @param delay how long from now until the message is seen again, in whole seconds
 * @param problem why SQS could not be told, so that the message is seen again when its queue's visibility time-out ends
 *     instead; empty when it was told
 */
public record GivenBack(Duration delay, String problem) {
    /** Whether SQS knows of the delay. */
    public boolean told() {
        return problem.isEmpty();
    }
}
