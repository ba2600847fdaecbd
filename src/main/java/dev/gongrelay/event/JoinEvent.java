package dev.gongrelay.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import java.util.regex.Pattern;

/** The request of a backfill, by {@code {"join": "NAME"}}, to make one file of what an audit found. */
final class JoinEvent implements EnvelopeFormat {
    private static final String JOIN = "join";
    /** A part of keys in S3. */
    private static final Pattern NAME = Pattern.compile("[^/\\p{Cntrl}]{1,80}");

    @Override
    public boolean matches(JsonNode event) {
        return event.has(JOIN);
    }

    /** Who sends messages to a queue or a topic gets no answer. */
    @Override
    public void read(JsonNode event, Announcements reading) {
        throw new PermanentException(
                FailureCode.EVENT_INVALID, "an audit has no recording: only a direct invocation can have it joined");
    }

    @Override
    public Envelope open(JsonNode event, Envelopes envelopes) {
        String name = event.path(JOIN).textValue();
        JsonNode progress = event.path("progress");
        if (name == null || !NAME.matcher(name).matches() || !(progress.isMissingNode() || progress.isObject())) {
            throw new PermanentException(
                    FailureCode.EVENT_INVALID, "join must be the name of an audit, and progress as it was answered");
        }
        return Envelope.of(new JoinRequest(name, progress));
    }
}
