package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The field {@code skip} of call details: the producer's veto against relaying the recording. It counts in any capitals,
 * and under the name that it has in object metadata, because nobody can take a recording back from Gong.
 */
final class Veto {
    private static final Set<String> NAMES = Set.of("skip", "gongskip");

    private Veto() {}

    /**
     * Removes the field from a document, because Gong doesn't know it.
     *
     * @param source the document's name, as the beginning of a reason
     * @throws SkippedException if the field is true, or gives a reason
     */
    static ObjectNode check(ObjectNode document, String source) {
        List<String> names = document.propertyStream()
                .map(Map.Entry::getKey)
                .filter(name -> NAMES.contains(FieldTable.plain(name)))
                .toList();
        for (String name : names) {
            JsonNode skip = document.path(name);
            if (isTrue(skip)) {
                String reasons = texts(skip).collect(Collectors.joining("; "));
                throw new SkippedException(source + " says so" + (reasons.isEmpty() ? "" : ": " + reasons));
            }
        }
        return document.remove(names);
    }

    /** As in JSONata (its documentation, "Boolean functions"), where a list of reasons is true; "false" is none. */
    private static boolean isTrue(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING ->
                !value.textValue().isBlank() && !value.textValue().strip().equalsIgnoreCase("false");
            case ARRAY -> value.valueStream().anyMatch(Veto::isTrue);
            case OBJECT -> !value.isEmpty();
            case NUMBER -> value.doubleValue() != 0;
            default -> value.asBoolean();
        };
    }

    private static Stream<String> texts(JsonNode value) {
        return (value.isArray() ? value.valueStream() : Stream.of(value))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> !text.isBlank());
    }
}
