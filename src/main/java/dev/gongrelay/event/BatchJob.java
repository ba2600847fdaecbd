package dev.gongrelay.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.failure.RelayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tasks of an S3 Batch Operations job, in schema 1.0, which has the bucket's ARN, or 2.0, which has its name. In both,
 * keys are URL-encoded (Amazon S3 User Guide, "Invoke AWS Lambda function"). A {@code +} is a space, as in the manifests
 * that S3 Inventory writes and in AWS's own examples.
 */
final class BatchJob implements EnvelopeFormat {
    /** Long enough for a reason, short enough for a report of millions of lines. S3 documents no limit. */
    private static final int MAX_RESULT_CHARACTERS = 1024;

    @Override
    public boolean matches(JsonNode event) {
        return event.has("invocationSchemaVersion") && !event.path("tasks").isEmpty();
    }

    @Override
    public void read(JsonNode event, Announcements announcements) {
        announcements.each(event.path("tasks"), task -> readTask(task, announcements));
    }

    @Override
    public Envelope open(JsonNode event, Envelopes envelopes) {
        List<Delivery> deliveries = new ArrayList<>();
        for (JsonNode task : event.path("tasks")) {
            deliveries.add(envelopes.delivery(
                    Fields.textOrEmpty(task, "taskId"),
                    () -> envelopes.write(jobOf(task, event)),
                    null,
                    announcements -> readTask(task, announcements)));
        }
        JsonNode version = event.path("invocationSchemaVersion");
        String invocationId = Fields.textOrEmpty(event, "invocationId");
        return new Envelope(deliveries, true, answers -> reply(version, invocationId, answers));
    }

    /** The job with only this task. */
    private static JsonNode jobOf(JsonNode task, JsonNode event) {
        ObjectNode job = JsonNodeFactory.instance.objectNode();
        event.properties().forEach(field -> job.set(field.getKey(), field.getValue()));
        job.putArray("tasks").add(task);
        return job;
    }

    private static void readTask(JsonNode task, Announcements announcements) {
        String name = Fields.optionalText(task, "s3Bucket");
        String arn = name == null ? Fields.text(task, "s3BucketArn") : name;
        announcements.recording(
                arn.substring(arn.lastIndexOf(':') + 1),
                FormEncoding.decode(Fields.text(task, "s3Key")),
                Fields.optionalText(task, "s3VersionId"));
    }

    private static Object reply(JsonNode version, String invocationId, List<Answer> answers) {
        return Map.of(
                "invocationSchemaVersion",
                version,
                "treatMissingKeysAs",
                "TemporaryFailure",
                "invocationId",
                invocationId,
                "results",
                answers.stream().map(BatchJob::result).toList());
    }

    private static Map<String, String> result(Answer answer) {
        String code = switch (answer.verdict()) {
            case DONE -> "Succeeded";
            case RETRY -> "TemporaryFailure";
            case REJECTED -> "PermanentFailure";
        };
        return Map.of(
                "taskId", answer.delivery().id(),
                "resultCode", code,
                "resultString", RelayException.cut(answer.text(), MAX_RESULT_CHARACTERS));
    }
}
