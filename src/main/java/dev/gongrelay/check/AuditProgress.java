package dev.gongrelay.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the file of an audit is written: what the next invocation goes on from, if there has to be one. For one
 * thread.
 */
final class AuditProgress {
    private static final int MOST_OUTCOMES = 200;
    /** With more of them, what a state of Step Functions passes on would grow beyond 256 KiB. */
    private static final int MOST_OWNERS = 5000;

    private static final String UPLOAD_ID = "uploadId";
    private static final String E_TAGS = "eTags";
    private static final String AFTER = "after";
    private static final String RECORDINGS = "recordings";
    private static final String OUTCOMES = "outcomes";
    private static final String OWNERS = "owners";
    /** Whose call it is if the producer gave the call. */
    private static final String NOBODY = "-";

    private final Counts outcomes = new Counts(MOST_OUTCOMES);
    private final Counts owners = new Counts(MOST_OWNERS);
    private final String uploadId;
    private final List<String> eTags = new ArrayList<>();
    private @Nullable String after;
    private long recordings;

    /** Nothing is written yet. */
    AuditProgress(String uploadId) {
        this.uploadId = uploadId;
    }

    /** What {@link #document} gave. */
    static AuditProgress of(JsonNode document) {
        AuditProgress progress = new AuditProgress(document.path(UPLOAD_ID).asText());
        document.path(E_TAGS).forEach(eTag -> progress.eTags.add(eTag.asText()));
        progress.after = document.path(AFTER).textValue();
        progress.recordings = document.path(RECORDINGS).asLong();
        progress.outcomes.add(document.path(OUTCOMES));
        progress.owners.add(document.path(OWNERS));
        return progress;
    }

    String uploadId() {
        return uploadId;
    }

    /** Of the parts that are written. */
    List<String> eTags() {
        return eTags;
    }

    /** The key of the object that was read last; null before the first. */
    @Nullable
    String after() {
        return after;
    }

    /** Counts the answer about a recording. */
    void count(JsonNode answer) {
        String outcome = answer.path("wouldBe").asText();
        outcomes.add((outcome + " " + answer.path("code").asText("")).strip());
        if (outcome.equals("relayed")) {
            owners.add(answer.path("primaryUser").asText(NOBODY));
        }
        recordings++;
    }

    void read(String key) {
        after = key;
    }

    void written(String eTag) {
        eTags.add(eTag);
    }

    /** For the next invocation. */
    ObjectNode document() {
        ObjectNode document = totals().put(UPLOAD_ID, uploadId);
        eTags.forEach(document.putArray(E_TAGS)::add);
        return document.put(AFTER, after);
    }

    /** How many recordings there are, how they would end, and whose calls they would become. */
    ObjectNode totals() {
        ObjectNode totals = JsonNodeFactory.instance.objectNode().put(RECORDINGS, recordings);
        totals.set(OUTCOMES, outcomes.document());
        totals.set(OWNERS, owners.document());
        return totals;
    }
}
