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

/** Answers what somebody asks before anything happens. Nothing is sent to Gong, claimed or written. */
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
     * The answer, as JSON; docs/checks.md describes it. What a check can't find out is in it, never thrown.
     *
     * @throws dev.gongrelay.failure.RelayException if the answers of an audit can't be joined, or not now
     */
    public JsonNode answer(Question question) {
        if (question instanceof JoinRequest join) {
            return audits.answer(join);
        }
        return question instanceof UnclearQuestion unclear ? answer(unclear) : answer((CheckRequest) question);
    }

    private static ObjectNode answer(UnclearQuestion question) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("ok", false)
                .put("text", question.problem())
                .put("code", FailureCode.EVENT_INVALID.toString());
    }

    private JsonNode answer(CheckRequest request) {
        if (request.recordings().isEmpty()) {
            return deployment.answer();
        }
        return request.brief()
                ? many(request)
                : recordings.preview(request.recordings().get(0)).whole();
    }

    /** As many as there is time for; the others are named, to be asked about again. */
    private ObjectNode many(CheckRequest request) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode looked = answer.putArray("recordings");
        ArrayNode left = answer.putArray("notChecked");
        for (RecordingReference reference : request.recordings()) {
            if (deadline.timeLeft().isZero()) {
                left.add(reference.toString());
            } else {
                looked.add(recordings.preview(reference).brief());
            }
        }
        return answer;
    }
}
