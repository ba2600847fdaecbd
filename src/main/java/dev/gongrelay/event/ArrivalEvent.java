package dev.gongrelay.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import java.time.DateTimeException;
import java.time.Instant;

/** The relay's own message about a recording whose call is awaited in Gong: {@code {"arrival": {...}}}. */
final class ArrivalEvent implements EnvelopeFormat {
    private static final String ARRIVAL = "arrival";

    @Override
    public boolean matches(JsonNode event) {
        return event.path(ARRIVAL).isObject();
    }

    @Override
    public void read(JsonNode event, Announcements announcements) {
        JsonNode arrival = event.path(ARRIVAL);
        String callId = Fields.text(arrival, "callId");
        if (!callId.matches("[0-9]{1,20}")) {
            throw new PermanentException(FailureCode.EVENT_INVALID, "the arrival's callId is not 1 to 20 digits");
        }
        RecordingReference recording = Announcements.reference(
                Fields.text(arrival, "bucket"), Fields.text(arrival, "key"), Fields.optionalText(arrival, "versionId"));
        announcements.arrival(new ArrivalNotice(recording, callId, time(Fields.text(arrival, "relayedAt"))));
    }

    static JsonNode of(ArrivalNotice notice) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        ObjectNode arrival = event.putObject(ARRIVAL)
                .put("bucket", notice.recording().bucket())
                .put("key", notice.recording().key());
        notice.recording().version().ifPresent(version -> arrival.put("versionId", version));
        arrival.put("callId", notice.callId())
                .put("relayedAt", notice.relayedAt().toString());
        return event;
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new PermanentException(FailureCode.EVENT_INVALID, "the arrival's relayedAt is not a time in UTC");
        }
    }
}
