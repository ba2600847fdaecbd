package dev.gongrelay.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tasks of a job of S3 Batch Operations, in schema 1.0, which names the bucket by its ARN, or 2.0, which has its name.
 * In both, keys are URL-encoded (Amazon S3 User Guide, "Invoke AWS Lambda function"); {@code +} is taken as a space, as
 * S3 Inventory writes its manifests and AWS's own examples read them.
 */
final class BatchJob implements EnvelopeFormat {
    /** Enough for a reason, and little in a report of millions of lines; S3 documents no limit. */
    private static final int MAX_RESULT_CHARACTERS = 1024;

    @Override
    public boolean matches(JsonNode event) {
        return event.has("invocationSchemaVersion") && !event.path("tasks").isEmpty();
    }

    @Override
    public void read(JsonNode event, Announcements reading) {
        reading.each(event.path("tasks"), task -> readTask(task, reading));
    }

    @Override
    public Envelope open(JsonNode event, Envelopes envelopes) {
        List<Delivery> deliveries = new ArrayList<>();
        for (JsonNode task : event.path("tasks")) {
            ObjectNode original = event.deepCopy();
            original.putArray("tasks").add(task);
            deliveries.add(envelopes.delivery(
                    task.path("taskId").asText(), envelopes.write(original), null, reading -> readTask(task, reading)));
        }
        return new Envelope(deliveries, true, answers -> reply(event, answers));
    }

    private static void readTask(JsonNode task, Announcements reading) {
        String name = Fields.optionalText(task, "s3Bucket");
        String arn = name == null ? Fields.text(task, "s3BucketArn") : name;
        reading.recording(
                arn.substring(arn.lastIndexOf(':') + 1),
                FormEncoding.decode(Fields.text(task, "s3Key")),
                Fields.optionalText(task, "s3VersionId"));
    }

    private static Object reply(JsonNode event, List<Answer> answers) {
        return Map.of(
                "invocationSchemaVersion", event.path("invocationSchemaVersion"),
                "treatMissingKeysAs", "TemporaryFailure",
                "invocationId", event.path("invocationId").asText(),
                "results", answers.stream().map(BatchJob::result).toList());
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
                "resultString", shortened(answer.text()));
    }

    private static String shortened(String text) {
        if (text.length() <= MAX_RESULT_CHARACTERS) {
            return text;
        }
        int end = MAX_RESULT_CHARACTERS - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
