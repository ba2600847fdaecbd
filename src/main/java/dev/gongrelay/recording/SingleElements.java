package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/**
 * Restores lists of one element, of which JSONata makes the element itself (its documentation, "Sequences"), so that a
 * mapping that is right for two parties is right for one.
 */
final class SingleElements {
    private SingleElements() {}

    /** Makes a list of each element that stands in place of one. */
    static void wrap(ObjectNode call) {
        each(call, "parties", SingleElements::wrapContext);
        wrapContext(call);
        if (call.path("speakersTimeline") instanceof ObjectNode timeline) {
            each(timeline, "speechSegments", segment -> list(segment, "partyIds"));
        }
    }

    private static void wrapContext(ObjectNode owner) {
        each(owner, "context", context -> each(context, "objects", object -> list(object, "fields")));
    }

    private static void each(ObjectNode owner, String field, Consumer<ObjectNode> next) {
        for (JsonNode element : list(owner, field)) {
            if (element instanceof ObjectNode object) {
                next.accept(object);
            }
        }
    }

    /** Only the IDs of parties are texts. Elsewhere, a text is a mistake, which the rules report. */
    private static JsonNode list(ObjectNode owner, String field) {
        JsonNode value = owner.path(field);
        boolean isAlone = value.isObject() || (field.equals("partyIds") && value.isTextual());
        return isAlone ? owner.putArray(field).add(value) : value;
    }
}
