package dev.gongrelay.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import java.util.regex.Pattern;

/** A backfill's request, {@code {"join": "NAME"}}, to join an audit's answers into one file. */
final class JoinEvent implements EnvelopeFormat {
    private static final String JOIN = "join";
    /** The name is part of S3 keys. */
    private static final Pattern NAME = Pattern.compile("[^/\\p{Cntrl}]{1,80}");

    @Override
    public boolean matches(JsonNode event) {
        return event.has(JOIN);
    }

    /** Nobody would read the answer to a message of a queue or a topic. */
    @Override
    public void read(JsonNode event, Announcements announcements) {
        throw new PermanentException(
                FailureCode.EVENT_INVALID, "a join relays nothing: only a direct invocation can ask for one");
    }

    @Override
    public Envelope open(JsonNode event, Envelopes envelopes) {
        String name = event.path(JOIN).textValue();
        JsonNode progress = event.path("progress");
        if (name == null || !NAME.matcher(name).matches() || !(progress.isMissingNode() || progress.isObject())) {
            throw new PermanentException(
                    FailureCode.EVENT_INVALID,
                    "join must be the name of an audit, and progress must come from the previous answer");
        }
        return Envelope.of(new JoinRequest(name, progress));
    }
}
