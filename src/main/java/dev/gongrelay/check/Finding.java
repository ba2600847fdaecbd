package dev.gongrelay.check;

import dev.gongrelay.failure.RelayException;
import org.jspecify.annotations.Nullable;

/**
 * A line of the answer about the deployment.
 *
 * @param ok whether nothing has to be done
 * @param text what was found; if it is not ok, also what to do
 * @param code of the failure, as the runbook has it; null if there is none
 */
record Finding(boolean ok, String text, @Nullable String code) {
    static Finding ok(String text) {
        return new Finding(true, text, null);
    }

    static Finding problem(String text) {
        return new Finding(false, RelayException.cut(text), null);
    }

    static Finding problem(RelayException failure) {
        return problem(failure, Advice.on(failure));
    }

    /** @param advice what to do about the failure; empty if its message says it */
    static Finding problem(RelayException failure, String advice) {
        return new Finding(
                false,
                RelayException.cut(failure.getMessage() + (advice.isEmpty() ? "" : ". " + advice)),
                failure.code().toString());
    }
}
