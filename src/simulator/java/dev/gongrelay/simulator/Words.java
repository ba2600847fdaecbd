package dev.gongrelay.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.StringJoiner;

/** What an answer says, for people. */
final class Words {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 200;

    private Words() {}

    /** The errors in an answer of Gong's; empty if it has none. */
    static String of(JsonNode answer) {
        StringJoiner words = new StringJoiner("; ");
        answer.path("errors").forEach(error -> words.add(error.asText()));
        return words.toString();
    }

    /** The same of any body; its beginning if it is none of Gong's. */
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
