package dev.gongrelay.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.Redaction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads fields of events, and quotes what is safe to show. */
final class Fields {
    private static final int MAX_QUOTED_NAMES = 8;
    private static final int MAX_QUOTED_CHARACTERS = 40;

    private Fields() {}

    /** The text at a path of field names, which the event must have. */
    static String text(JsonNode event, String... path) {
        String text = optionalText(event, path);
        if (text == null) {
            throw new PermanentException(FailureCode.EVENT_INVALID, "the event has no " + String.join(".", path));
        }
        return text;
    }

    /** The text at a path of field names; null if there is none. */
    static @Nullable String optionalText(JsonNode event, String... path) {
        JsonNode node = event;
        for (String name : path) {
            node = node.path(name);
        }
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        // A lone surrogate would reach S3 as a question mark, and so name another object.
        if (!node.isTextual() || !isUnicode(node.textValue())) {
            throw new PermanentException(
                    FailureCode.EVENT_INVALID, "the event's " + String.join(".", path) + " is not Unicode text");
        }
        return node.textValue();
    }

    /** Whether a text has no half of a surrogate pair. */
    static boolean isUnicode(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** An ID that only its sender has to understand; empty if there is none. */
    static String textOrEmpty(JsonNode event, String name) {
        JsonNode value = event.path(name);
        return value.isNull() ? "" : value.asText();
    }

    /** Whether one of the event's {@code Records} meets a condition. */
    static boolean anyRecord(JsonNode event, Predicate<JsonNode> predicate) {
        return event.path("Records").valueStream().anyMatch(predicate);
    }

    /** Outlines an event for a message: names its fields, but never quotes their values, which may be personal. */
    static String describe(JsonNode event) {
        if (!event.isObject()) {
            return "it is not an object but " + event.getNodeType().name().toLowerCase(Locale.ROOT);
        }
        JsonNode record = event.path("Records").path(0);
        return "it has the fields " + names(event)
                + (record.isObject() ? " and in its first record " + names(record) : "");
    }

    private static String names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        String shown = String.join(
                ", ", names.stream().limit(MAX_QUOTED_NAMES).map(Fields::quote).toList());
        return "[" + shown + (names.size() > MAX_QUOTED_NAMES ? ", …" : "") + "]";
    }

    /** The beginning of a text, without anything that is personal or could garble a log. */
    static String quote(String text) {
        String piece = Redaction.mask(text.substring(0, Math.min(text.length(), 4 * MAX_QUOTED_CHARACTERS)));
        String shown = piece.length() > MAX_QUOTED_CHARACTERS ? piece.substring(0, MAX_QUOTED_CHARACTERS) + "…" : piece;
        return shown.replaceAll("[^A-Za-z0-9%:*._ …-]", "?");
    }
}
