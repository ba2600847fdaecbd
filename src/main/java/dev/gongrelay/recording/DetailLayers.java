package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Call details, gathered layer by layer. Each field comes from the first layer that has it. */
final class DetailLayers {
    private final ObjectNode document = JsonNodeFactory.instance.objectNode();
    private final Map<String, String> origins = new HashMap<>();
    private final List<String> looked = new ArrayList<>();

    /** Adds the next layer. Null values count as absent. */
    void add(String layer, JsonNode fields) {
        looked.add(layer);
        fields.properties().forEach(field -> put(layer, field.getKey(), field.getValue()));
    }

    void addMissing(String layer) {
        looked.add(layer + " (not there)");
    }

    void put(String layer, String field, JsonNode value) {
        if (!value.isNull() && !document.has(field)) {
            document.set(field, value);
            origins.put(field, layer);
        }
    }

    ObjectNode document() {
        return document;
    }

    String origin(String field) {
        return origins.getOrDefault(field, "no layer");
    }

    Map<String, String> origins() {
        return Collections.unmodifiableMap(origins);
    }

    List<String> looked() {
        return looked;
    }
}
