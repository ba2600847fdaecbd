package dev.gongrelay.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.failure.RelayException;
import org.jspecify.annotations.Nullable;

/**
 * What one check of the deployment found.
 *
 * @param ok whether nothing has to be done
 * @param text what was found; for a problem, also what to do
 * @param code the failure's code in the runbook; null if there is none
 */
record Finding(boolean ok, String text, @Nullable String code) {
    static Finding ok(String text) {
        return new Finding(true, text, null);
    }

    static Finding problem(String text) {
        return new Finding(false, RelayException.cut(text), null);
    }

    /** @param advice what to do about the failure; empty if its message says it */
    static Finding problem(RelayException failure, String advice) {
        String text = failure.getMessage() + (advice.isEmpty() ? "" : ". " + advice);
        return new Finding(false, RelayException.cut(text), failure.code().toString());
    }

    /** The line of a check in the answer, as JSON. */
    ObjectNode line(String check) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("check", check)
                .put("ok", ok)
                .put("text", text)
                .put("code", code)
                .removeIf(JsonNode::isNull);
    }
}
