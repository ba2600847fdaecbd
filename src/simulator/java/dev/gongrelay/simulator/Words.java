package dev.gongrelay.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.StringJoiner;

/** The words of an answer, for people. */
final class Words {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 200;

    private Words() {}

    /** The errors in Gong's answer; empty if it has none. */
    static String of(JsonNode answer) {
        StringJoiner words = new StringJoiner("; ");
        answer.path("errors").forEach(error -> words.add(error.asText()));
        return words.toString();
    }

    /** The errors in any body, or its beginning if it is not Gong's. */
    static String of(String body) {
        try {
            String errors = of(JSON.readTree(body));
            return errors.isEmpty() ? beginning(body) : errors;
        } catch (JsonProcessingException e) {
            return beginning(body);
        }
    }

    static String beginning(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
