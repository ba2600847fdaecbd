package dev.gongrelay.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** How much of an audit's CSV is written, as the JSON that the next invocation goes on from. For one thread. */
final class AuditProgress {
    private static final int MOST_OUTCOMES = 200;
    /** With more of them, what a state of Step Functions passes on would grow beyond 256 KiB. */
    private static final int MOST_OWNERS = 5000;

    /** The owner of a call that the producer made. */
    private static final String NOBODY = "-";

    private static final String UPLOAD_ID = "uploadId";
    private static final String E_TAGS = "eTags";
    private static final String AFTER = "after";
    private static final String RECORDINGS = "recordings";
    private static final String OUTCOMES = "outcomes";
    private static final String OWNERS = "owners";

    private final ObjectNode document;

    /** Nothing is written yet. */
    AuditProgress(String uploadId) {
        document =
                JsonNodeFactory.instance.objectNode().put(UPLOAD_ID, uploadId).put(RECORDINGS, 0);
        document.putObject(OUTCOMES);
        document.putObject(OWNERS);
    }

    /** @param before what {@link #document} gave an earlier invocation */
    AuditProgress(ObjectNode before) {
        document = before.deepCopy();
    }

    String uploadId() {
        return document.path(UPLOAD_ID).asText();
    }

    /** The ETags of the parts that are written. */
    List<String> eTags() {
        return StreamSupport.stream(document.path(E_TAGS).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** The key of the object that was read last; null before the first. */
    @Nullable
    String after() {
        return document.path(AFTER).textValue();
    }

    /** Counts a recording by the answer about it. */
    void count(JsonNode answer) {
        document.put(RECORDINGS, document.path(RECORDINGS).asLong() + 1);
        String outcome = answer.path("wouldBe").asText();
        count(document.withObjectProperty(OUTCOMES), outcome + code(answer), MOST_OUTCOMES);
        if (outcome.equals("relayed")) {
            count(
                    document.withObjectProperty(OWNERS),
                    answer.path("primaryUser").asText(NOBODY),
                    MOST_OWNERS);
        }
    }

    private static String code(JsonNode answer) {
        return answer.has("code") ? " " + answer.path("code").asText() : "";
    }

    /** Names beyond the limit count as {@code others}. */
    private static void count(ObjectNode counts, String name, int most) {
        String counted = counts.has(name) || counts.size() < most ? name : "others";
        counts.put(counted, counts.path(counted).asLong() + 1);
    }

    /** Notes that all of an object's answers are counted. */
    void read(String key) {
        document.put(AFTER, key);
    }

    /** Notes that a part is written. */
    void written(String eTag) {
        document.withArrayProperty(E_TAGS).add(eTag);
    }

    /** A copy for the next invocation. */
    ObjectNode document() {
        return document.deepCopy();
    }

    /** How many recordings there are, how they would end, and whose calls they would become. */
    ObjectNode totals() {
        return document().remove(List.of(UPLOAD_ID, E_TAGS, AFTER));
    }
}
