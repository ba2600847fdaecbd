package dev.gongrelay.event;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A bucket's own notification (Amazon S3 User Guide, "Event message structure"). Its keys are form-encoded. Some
 * S3-compatible stores put {@code s3:} before the event's name.
 */
final class S3Notification implements EnvelopeFormat {
    @Override
    public boolean matches(JsonNode event) {
        return Fields.anyRecord(event, record -> record.has("s3"));
    }

    @Override
    public void read(JsonNode event, Announcements announcements) {
        announcements.each(event.path("Records"), record -> {
            requireNewObject(Fields.text(record, "eventName"));
            announcements.recording(
                    Fields.text(record, "s3", "bucket", "name"),
                    FormEncoding.decode(Fields.text(record, "s3", "object", "key")),
                    Fields.optionalText(record, "s3", "object", "versionId"));
        });
    }

    private static void requireNewObject(String eventName) {
        String name = eventName.startsWith("s3:") ? eventName.substring(3) : eventName;
        if (!name.startsWith("ObjectCreated:") && !name.equals("ObjectRestore:Completed")) {
            throw Announcements.noNewObject(eventName, "ObjectCreated and ObjectRestore:Completed");
        }
    }
}
