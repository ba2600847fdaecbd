package dev.gongrelay.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.event.CheckRequest;
import dev.gongrelay.event.JoinRequest;
import dev.gongrelay.event.Question;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.event.UnclearQuestion;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.time.Deadline;
import jakarta.inject.Singleton;

/** Answers questions about the deployment and about recordings, without sending a call to Gong or claiming anything. */
@Singleton
public class Checks {
    private final DeploymentCheck deployment;
    private final RecordingCheck recordings;
    private final AuditJoin audits;
    private final Deadline deadline;

    Checks(DeploymentCheck deployment, RecordingCheck recordings, AuditJoin audits, Deadline deadline) {
        this.deployment = deployment;
        this.recordings = recordings;
        this.audits = audits;
        this.deadline = deadline;
    }

    /**
     * The answer, as JSON; docs/checks.md describes it. A check reports what it can't find out, and never fails.
     *
     * @throws dev.gongrelay.failure.RelayException if the answers of an audit can't be joined, or not now
     */
    public JsonNode answer(Question question) {
        if (question instanceof JoinRequest join) {
            return audits.answer(join);
        }
        if (question instanceof UnclearQuestion unclear) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("ok", false)
                    .put("text", unclear.problem())
                    .put("code", FailureCode.EVENT_INVALID.toString());
        }
        return answer((CheckRequest) question);
    }

    private JsonNode answer(CheckRequest request) {
        if (request.recordings().isEmpty()) {
            return deployment.answer();
        }
        return request.brief()
                ? many(request)
                : recordings.preview(request.recordings().get(0)).whole();
    }

    /** Looks at as many as there is time for, and lists the others. */
    private ObjectNode many(CheckRequest request) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode checked = answer.putArray("recordings");
        ArrayNode notChecked = answer.putArray("notChecked");
        for (RecordingReference reference : request.recordings()) {
            if (deadline.timeLeft().isZero()) {
                notChecked.add(reference.toString());
            } else {
                checked.add(recordings.preview(reference).brief());
            }
        }
        return answer;
    }
}
