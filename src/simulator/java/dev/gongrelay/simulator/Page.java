package dev.gongrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A page of a list, with a cursor for the next one, if any. As with Gong, an empty list is 404. */
final class Page {
    /** The entries on a page. */
    static final int SIZE = 100;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CURSOR = "page ";

    private Page() {}

    /** Answers with the page that the cursor points to, or the first. */
    static void answer(Exchange exchange, String name, List<? extends JsonNode> all, Optional<String> cursor) {
        int page = cursor.map(Page::number).orElse(0);
        if (page < 0 || (page > 0 && page > (all.size() - 1) / SIZE)) {
            exchange.refuse(400, List.of("the cursor does not belong to this list"));
        } else if (all.isEmpty()) {
            exchange.refuse(404, List.of("no " + name + " found"));
        } else {
            int from = page * SIZE;
            int to = Math.min(from + SIZE, all.size());
            ObjectNode answer = answer(exchange);
            ObjectNode records = answer.putObject("records")
                    .put("totalRecords", all.size())
                    .put("currentPageSize", to - from)
                    .put("currentPageNumber", page);
            if (to < all.size()) {
                records.put("cursor", cursor(page + 1));
            }
            answer.putArray(name).addAll(all.subList(from, to));
            exchange.answer(200, answer, Map.of());
        }
    }

    /** The beginning of any answer. */
    static ObjectNode answer(Exchange exchange) {
        return JSON.createObjectNode().put("requestId", exchange.entry().requestId());
    }

    private static String cursor(int page) {
        return Base64.getUrlEncoder().encodeToString((CURSOR + page).getBytes(StandardCharsets.UTF_8));
    }

    /** The number of the page that a cursor points to; -1 if it is invalid. */
    private static int number(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            return text.startsWith(CURSOR) ? Integer.parseUnsignedInt(text.substring(CURSOR.length())) : -1;
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }
}
