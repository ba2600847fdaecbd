package dev.gongrelay.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;

/** What EventBridge passes on from S3 (Amazon S3 User Guide, "EventBridge event message structure"): keys are raw. */
final class EventBridgeEvent implements EnvelopeFormat {
    /** The source of events by infra/backfill.yaml about recordings that nobody announced. */
    private static final String SWEEP = "gong-relay.sweep";

    @Override
    public boolean matches(JsonNode event) {
        return event.has("detail-type") && event.has("detail");
    }

    @Override
    public void read(JsonNode event, Announcements reading) {
        String type = Fields.text(event, "detail-type");
        if (!type.equals("Object Created") && !type.equals("Object Restore Completed")) {
            throw new PermanentException(
                    FailureCode.EVENT_INVALID,
                    "\"" + Fields.quote(type)
                            + "\" announces no new object: only Object Created and Object Restore Completed do");
        }
        if (Fields.textOrEmpty(event, "source").equals(SWEEP)) {
            reading.sweep(Fields.text(event, "id"));
        }
        reading.recording(
                Fields.text(event, "detail", "bucket", "name"),
                Fields.text(event, "detail", "object", "key"),
                Fields.optionalText(event, "detail", "object", "version-id"));
    }
}
