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

/** A request for calls, and the pages of Gong's answer (Gong, "Retrieve detailed call data", 2026-07-05). */
record CallList(Collection<String> callIds) {
    /** As many as Gong puts on a page. */
    static final int LONGEST = 100;

    /** The next page of the answer; the first without a cursor. */
    ObjectNode question(@Nullable String cursor) {
        ObjectNode question = JsonNodeFactory.instance.objectNode();
        ArrayNode ids = question.putObject("filter").putArray("callIds");
        callIds.forEach(ids::add);
        return cursor == null ? question : question.put("cursor", cursor);
    }

    /** The calls on a page, of those asked for. An answer that can't be read does not say that Gong has none. */
    List<ListedCall> read(@Nullable JsonNode page) {
        JsonNode calls = page == null ? JsonNodeFactory.instance.missingNode() : page.path("calls");
        if (!calls.isArray()) {
            throw new GongException(
                    FailureCode.GONG_UNAVAILABLE, "Asking for calls: Gong's answer can't be read, or has no calls");
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
    static @Nullable String next(@Nullable JsonNode page) {
        String cursor = page == null ? "" : page.path("records").path("cursor").asText();
        return cursor.isEmpty() ? null : cursor;
    }
}
