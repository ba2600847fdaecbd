package dev.gongrelay.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import java.util.ArrayList;
import java.util.List;

/**
 * A question of whoever invokes the function: {@code {"check": true}} about the deployment, with an {@code s3://}
 * address about a recording, with a list of addresses about many.
 */
final class CheckEvent implements EnvelopeFormat {
    private static final String CHECK = "check";
    private static final String SCHEME = "s3://";

    @Override
    public boolean matches(JsonNode event) {
        return event.has(CHECK);
    }

    /** Who sends messages to a queue or a topic gets no answer. */
    @Override
    public void read(JsonNode event, Announcements reading) {
        throw new PermanentException(
                FailureCode.EVENT_INVALID, "a check has no recording: only a direct invocation can ask for one");
    }

    @Override
    public Envelope open(JsonNode event, Envelopes envelopes) {
        JsonNode check = event.path(CHECK);
        if (check.isBoolean() && check.booleanValue()) {
            return Envelope.of(new CheckRequest(List.of(), false));
        }
        if (check.isTextual()) {
            return Envelope.of(new CheckRequest(List.of(recording(check)), false));
        }
        if (!check.isArray() || check.isEmpty()) {
            throw invalid();
        }
        List<RecordingReference> recordings = new ArrayList<>();
        check.forEach(address -> recordings.add(recording(address)));
        return Envelope.of(new CheckRequest(recordings, true));
    }

    private static RecordingReference recording(JsonNode address) {
        String text = address.textValue();
        int slash = text == null ? -1 : text.indexOf('/', SCHEME.length());
        if (text == null || !text.startsWith(SCHEME) || slash <= SCHEME.length() || slash == text.length() - 1) {
            throw invalid();
        }
        return new RecordingReference(text.substring(SCHEME.length(), slash), text.substring(slash + 1), null);
    }

    private static PermanentException invalid() {
        return new PermanentException(
                FailureCode.EVENT_INVALID,
                "a check must be true, an address such as s3://bucket/key, or a list of addresses");
    }
}
