package dev.gongrelay.gong;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.failure.FailureCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request for calls and the pages of Gong's answer (Gong, "Retrieve detailed call data", 2026-07-05). */
record CallList(Collection<String> callIds) {
    /** Asks for the page at a cursor; without one, for the first page. */
    ObjectNode question(@Nullable String cursor) {
        ObjectNode question = JsonNodeFactory.instance.objectNode();
        ArrayNode ids = question.putObject("filter").putArray("callIds");
        callIds.forEach(ids::add);
        return cursor == null ? question : question.put("cursor", cursor);
    }

    /** The calls on a page that were asked for. An answer that can't be read does not mean that Gong has none. */
    List<ListedCall> read(JsonNode page) {
        JsonNode calls = page.path("calls");
        if (!calls.isArray()) {
            throw new GongException(
                    FailureCode.GONG_UNAVAILABLE, "Asking for calls: Gong's answer has no list of calls");
        }
        List<ListedCall> listed = new ArrayList<>();
        for (JsonNode call : calls) {
            JsonNode data = call.path("metaData");
            String callId = data.path("id").asText();
            if (callIds.contains(callId)) {
                JsonNode duration = data.path("duration");
                listed.add(new ListedCall(callId, duration.isNumber() ? duration.longValue() : null));
            }
        }
        return listed;
    }

    /** The cursor of the next page; null if there is none. */
    static @Nullable String next(JsonNode page) {
        String cursor = page.path("records").path("cursor").asText("");
        return cursor.isEmpty() ? null : cursor;
    }
}
