package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Details gathered layer by layer: for each field the first layer that has it wins, and is remembered. */
final class DetailLayers {
    private final ObjectNode document = JsonNodeFactory.instance.objectNode();
    private final Map<String, String> origins = new HashMap<>();
    private final List<String> looked = new ArrayList<>();

    /** Adds a layer behind those that are there. Null values count as absent. */
    void add(String layer, JsonNode fields) {
        looked.add(layer);
        fields.properties().forEach(field -> put(layer, field.getKey(), field.getValue()));
    }

    /** Notes a layer that was looked for and is not there. */
    void addMissing(String layer) {
        looked.add(layer + " (not there)");
    }

    /** Adds one field behind what is there. */
    void put(String layer, String field, JsonNode value) {
        if (!value.isNull() && !document.has(field)) {
            document.set(field, value);
            origins.put(field, layer);
        }
    }

    /** The fields as they came together. */
    ObjectNode document() {
        return document;
    }

    /** The layer that a field came from; that it is none, if so. */
    String origin(String field) {
        return origins.getOrDefault(field, "no layer");
    }

    /** The layer of each field. */
    Map<String, String> origins() {
        return Collections.unmodifiableMap(origins);
    }

    /** The layers that were looked at. */
    List<String> looked() {
        return looked;
    }
}
