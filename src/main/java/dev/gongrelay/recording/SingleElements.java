package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/**
 * Lists of one element, in the place of which JSONata gives the element alone (JSONata's documentation, "Sequences"): a
 * mapping that is right about two parties is right about one.
 */
final class SingleElements {
    private SingleElements() {}

    /** Makes a list of each element that stands alone where a call has a list. */
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

    /** Only the IDs of parties are texts: elsewhere a text is a mistake to be named. */
    private static JsonNode list(ObjectNode owner, String field) {
        JsonNode value = owner.path(field);
        boolean isAlone = value.isObject() || (field.equals("partyIds") && value.isTextual());
        return isAlone ? owner.putArray(field).add(value) : value;
    }
}
