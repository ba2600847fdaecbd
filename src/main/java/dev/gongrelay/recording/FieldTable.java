package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.settings.ClosestMatch;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of one kind of object, and their rules. Null counts as absent, and other fields pass. */
final class FieldTable {
    private static final int SHORTEST_MISSPELT = 5;
    private static final int LONGEST_MISSPELT = 40;

    private final Map<String, ValueRule> rules = new LinkedHashMap<>();
    private final Set<String> required = new LinkedHashSet<>();
    private final Map<String, String> plainNames = new LinkedHashMap<>();

    /** Adds a required field. */
    FieldTable require(String field, ValueRule rule) {
        required.add(field);
        return allow(field, rule);
    }

    /** Adds an optional field. */
    FieldTable allow(String field, ValueRule rule) {
        rules.put(field, rule);
        return name(field);
    }

    /** Adds the name of a field without a rule. */
    FieldTable name(String field) {
        plainNames.put(plain(field), field);
        return this;
    }

    /** Whether a field of this name is in the table. */
    boolean has(String field) {
        return plainNames.containsValue(field);
    }

    /** Notes what is missing or wrong in an object, and warns of names that look like a field's. */
    void check(Place place, JsonNode object, DetailProblems problems) {
        for (Entry<String, ValueRule> rule : rules.entrySet()) {
            JsonNode value = object.path(rule.getKey());
            if (!value.isMissingNode() && !value.isNull()) {
                problems.check(place.field(rule.getKey()), value, rule.getValue());
            } else if (required.contains(rule.getKey())) {
                problems.addMissing(place.field(rule.getKey()));
            }
        }
        object.fieldNames().forEachRemaining(name -> {
            String meant = has(name) ? null : meant(name);
            if (meant != null) {
                problems.warn(place.field(printable(name)) + " is not a known field: did you mean " + meant + "?");
            }
        });
    }

    /** The field whose name differs only in case and separators, or in one letter; null if there is none. */
    private @Nullable String meant(String name) {
        if (name.length() > LONGEST_MISSPELT) {
            return null;
        }
        String plain = plain(name);
        for (Entry<String, String> field : plainNames.entrySet()) {
            String known = field.getKey();
            int edits = known.length() < SHORTEST_MISSPELT ? 0 : 1;
            if (Math.abs(plain.length() - known.length()) <= edits && ClosestMatch.distance(plain, known) <= edits) {
                return field.getValue();
            }
        }
        return null;
    }

    /** A name without what people write in different ways: capitals and separators. */
    static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "").replace(" ", "");
    }

    private static String printable(String name) {
        StringBuilder text = new StringBuilder();
        name.chars().forEach(c -> text.append(c > ' ' && c < 0x7f ? (char) c : '?'));
        return text.toString();
    }
}
