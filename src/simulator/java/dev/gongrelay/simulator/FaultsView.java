package dev.gongrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The scripted faults, as the page shows and orders them. */
final class FaultsView {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ScriptedFaults faults;

    FaultsView(ScriptedFaults faults) {
        this.faults = faults;
    }

    /** The faults that are left. */
    ObjectNode left() {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putArray("faults");
        for (ScriptedFaults.Scripted scripted : faults.left()) {
            list.addObject()
                    .put(
                            "endpoint",
                            scripted.endpoint() == null
                                    ? "any"
                                    : scripted.endpoint().label())
                    .put("times", scripted.times())
                    .put("what", scripted.fault().describe());
        }
        faults.always()
                .ifPresent(fault -> list.addObject()
                        .put("endpoint", Endpoint.ADD_MEDIA.label())
                        .put("what", fault.describe()));
        ArrayNode endpoints = answer.putArray("endpoints");
        Arrays.stream(Endpoint.values()).map(Endpoint::label).forEach(endpoints::add);
        return answer;
    }

    /**
     * Adds those of an order: a fault's option and text, and perhaps {@code endpoint}.
     *
     * @throws IllegalArgumentException when it is none
     */
    void order(JsonNode order) {
        Endpoint endpoint = endpoint(order.path("endpoint").asText("any"));
        int known = 0;
        for (Map.Entry<String, JsonNode> field : order.properties()) {
            if (!field.getKey().equals("endpoint")) {
                FaultOption.of(field.getKey())
                        .orElseThrow(() -> new IllegalArgumentException("there is no fault " + field.getKey()))
                        .apply(field.getValue().asText(), endpoint, faults);
                known++;
            }
        }
        if (known == 0) {
            throw new IllegalArgumentException("no fault is named");
        }
    }

    /** Removes all faults. */
    void clear() {
        faults.reset();
    }

    private static @Nullable Endpoint endpoint(String label) {
        if (label.equals("any")) {
            return null;
        }
        return Arrays.stream(Endpoint.values())
                .filter(endpoint -> endpoint.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no request " + label));
    }
}
