package dev.gongrelay.event;

import com.fasterxml.jackson.databind.JsonNode;

/** The test event that S3 sends when a notification is set up. It announces nothing. */
final class S3TestEvent implements EnvelopeFormat {
    @Override
    public boolean matches(JsonNode event) {
        return event.path("Event").asText().equals("s3:TestEvent");
    }

    @Override
    public void read(JsonNode event, Announcements announcements) {}
}
