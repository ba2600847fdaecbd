package dev.gongrelay.event;

import com.fasterxml.jackson.databind.JsonNode;

/** The notification that an SNS topic sends to a queue, unless raw message delivery is on. */
final class SnsNotification implements EnvelopeFormat {
    @Override
    public boolean matches(JsonNode event) {
        return event.has("TopicArn") && event.has("Message");
    }

    @Override
    public void read(JsonNode event, Announcements announcements) {
        announcements.nested(Fields.text(event, "Message"));
    }
}
