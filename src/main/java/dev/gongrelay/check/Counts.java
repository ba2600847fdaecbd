package dev.gongrelay.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** How often each text was there. There is an end to different ones; what is beyond it counts as {@code others}. */
final class Counts {
    private static final String OTHERS = "others";

    private final Map<String, Long> counts = new TreeMap<>();
    private final int most;

    /** @param most how many texts are told apart */
    Counts(int most) {
        this.most = most;
    }

    void add(String text) {
        add(text, 1);
    }

    /** Adds what {@link #document} gave. */
    void add(JsonNode document) {
        document.fields()
                .forEachRemaining(count -> add(count.getKey(), count.getValue().asLong()));
    }

    private void add(String text, long count) {
        boolean known = counts.containsKey(text) || counts.size() < most;
        counts.merge(known ? text : OTHERS, count, Long::sum);
    }

    ObjectNode document() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        counts.forEach(document::put);
        return document;
    }
}
