package dev.gongrelay.event;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The record that Lambda sends to an on-failure destination (AWS Lambda Developer Guide, "Capturing records of Lambda
 * asynchronous invocations"). It can be replayed as it is.
 */
final class FailureRecord implements EnvelopeFormat {
    @Override
    public boolean matches(JsonNode event) {
        return event.has("requestPayload");
    }

    @Override
    public void read(JsonNode event, Announcements announcements) {
        announcements.nested(event.path("requestPayload"));
    }
}
