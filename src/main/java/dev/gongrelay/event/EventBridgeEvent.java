package dev.gongrelay.event;

import com.fasterxml.jackson.databind.JsonNode;

/** An S3 event from EventBridge (Amazon S3 User Guide, "EventBridge event message structure"). Its keys are not encoded. */
final class EventBridgeEvent implements EnvelopeFormat {
    /** The source of the events that infra/backfill.yaml sends about recordings that no event announced. */
    private static final String SWEEP = "gong-relay.sweep";

    @Override
    public boolean matches(JsonNode event) {
        return event.has("detail-type") && event.has("detail");
    }

    @Override
    public void read(JsonNode event, Announcements announcements) {
        String type = Fields.text(event, "detail-type");
        if (!type.equals("Object Created") && !type.equals("Object Restore Completed")) {
            throw Announcements.noNewObject(type, "Object Created and Object Restore Completed");
        }
        if (Fields.textOrEmpty(event, "source").equals(SWEEP)) {
            announcements.sweep(Fields.text(event, "id"));
        }
        announcements.recording(
                Fields.text(event, "detail", "bucket", "name"),
                Fields.text(event, "detail", "object", "key"),
                Fields.optionalText(event, "detail", "object", "version-id"));
    }
}
