package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.failure.RelayException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is wrong with a recording's details, reported in one message of limited length. It names each layer once, with its
 * problems, and quotes no value. Only the first problems are kept.
 */
final class DetailProblems {
    private static final int MOST = 20;
    /** Room for "; and 123456 more". */
    private static final int ROOM_FOR_THE_REST = 30;
    /** The length of all warnings, which share a log line and a receipt with others. */
    private static final int LONGEST_WARNINGS = 1000;

    private final DetailLayers layers;
    private final Map<String, List<String>> byLayer = new LinkedHashMap<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private int problemCount;
    private int warningCount;
    private long warningLength;

    DetailProblems(DetailLayers layers) {
        this.layers = layers;
    }

    /** Notes a value that breaks its rule. */
    void check(Place place, JsonNode value, ValueRule rule) {
        if (!rule.accepts(value)) {
            add(place, rule.demand(value));
        }
    }

    /** Notes what is wrong with a value. */
    void add(Place place, String demand) {
        List<String> problems = byLayer.computeIfAbsent(layers.origin(place.topLevelField()), l -> new ArrayList<>());
        if (problemCount++ < MOST) {
            problems.add(place + " " + demand);
        }
    }

    /** Notes a missing field. */
    void addMissing(Place place) {
        if (!place.isTopLevel()) {
            add(place, "is missing");
        } else if (problemCount++ < MOST) {
            missing.add(place.toString());
        }
    }

    /** Notes what the producer should fix, although the recording can be relayed. */
    void warn(String warning) {
        warningCount++;
        warningLength += warning.length();
        if (warningCount <= MOST && warningLength <= LONGEST_WARNINGS) {
            warnings.add(warning);
        }
    }

    /** Whether nothing is wrong or missing. Warnings don't count. */
    boolean isEmpty() {
        return problemCount == 0;
    }

    /** Whether something is wrong in a layer. */
    boolean areIn(String layer) {
        return byLayer.containsKey(layer);
    }

    /** What the producer should fix, limited in number and length. */
    List<String> warnings() {
        List<String> all = new ArrayList<>(warnings);
        if (warningCount > warnings.size()) {
            all.add("and " + (warningCount - warnings.size()) + " more");
        }
        return all;
    }

    /** All problems after an opening, in at most {@value RelayException#LONGEST_MESSAGE} characters. */
    String message(String opening) {
        StringBuilder message = new StringBuilder(opening);
        int shown = 0;
        for (String part : parts()) {
            if (message.length() + part.length() > RelayException.LONGEST_MESSAGE - ROOM_FOR_THE_REST) {
                break;
            }
            message.append(part);
            shown++;
        }
        int rest = problemCount + warningCount - shown;
        return rest == 0 ? message.toString() : message + "; and " + rest + " more";
    }

    private List<String> parts() {
        List<String> parts = new ArrayList<>();
        byLayer.forEach((layer, problems) -> addGroup(parts, ". In " + layer + ": ", problems));
        List<String> looked = new ArrayList<>(layers.looked());
        looked.removeAll(byLayer.keySet());
        String where =
                looked.isEmpty() ? "" : (byLayer.isEmpty() ? " from " : ", also from ") + String.join(", ", looked);
        addGroup(parts, ". Missing" + where + ": ", missing);
        addGroup(parts, ". Besides: ", warnings);
        return parts;
    }

    private static void addGroup(List<String> parts, String opening, List<String> items) {
        for (int i = 0; i < items.size(); i++) {
            parts.add((i == 0 ? opening : "; ") + items.get(i));
        }
    }
}
