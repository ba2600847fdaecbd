package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Details gathered layer by layer: for each field the first layer that has it wins, and is remembered. */
final class DetailLayers {
    private final ObjectNode document;
    private final Map<String, String> origins = new HashMap<>();
    private final List<String> looked = new ArrayList<>();

    DetailLayers(ObjectNode empty) {
        this.document = empty;
    }

    /** Adds a layer behind those that are there. Null values count as absent. */
    void add(String layer, JsonNode fields) {
        looked.add(layer);
        fields.properties().forEach(field -> put(layer, field.getKey(), field.getValue()));
    }

    /** Notes a layer that was looked for and is not there. */
    void missing(String layer) {
        looked.add("no " + layer);
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

    /** Takes a field out. */
    @Nullable
    JsonNode take(String field) {
        return document.remove(field);
    }

    /** Whether a field came from this layer. */
    boolean isFrom(String layer, String field) {
        return layer.equals(origins.get(field));
    }

    /** Where a field came from, for messages. */
    String origin(String field) {
        String layer = origins.get(field);
        return layer == null ? "looked at: " + String.join(", ", looked) : "from " + layer;
    }
}
