package dev.gongrelay.event;

import com.fasterxml.jackson.databind.JsonNode;

/** The event that an SNS topic sends to a function. */
final class SnsEvent implements EnvelopeFormat {
    @Override
    public boolean matches(JsonNode event) {
        return Fields.anyRecord(event, record -> record.has("Sns"));
    }

    @Override
    public void read(JsonNode event, Announcements announcements) {
        announcements.each(
                event.path("Records"), record -> announcements.nested(Fields.text(record, "Sns", "Message")));
    }
}
