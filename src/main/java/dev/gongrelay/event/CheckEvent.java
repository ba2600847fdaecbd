package dev.gongrelay.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A question of whoever invokes the function: {@code {"check": true}} about the deployment, with an {@code s3://}
 * address about a recording, with a list of addresses about many.
 */
final class CheckEvent implements EnvelopeFormat {
    private static final String CHECK = "check";
    private static final String SCHEME = "s3://";
    /** The answer about so many fits into what Lambda returns: 6 MB (AWS Lambda, "Lambda quotas", 2026). */
    private static final int MOST = 1000;

    private static final UnclearQuestion UNCLEAR = new UnclearQuestion(
            "a check must be true, an address such as s3://bucket/key, or a list of up to " + MOST + " addresses");

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
        return Envelope.of(question(event.path(CHECK)).orElse(UNCLEAR));
    }

    private static Optional<Question> question(JsonNode check) {
        if (check.isBoolean() && check.booleanValue()) {
            return Optional.of(new CheckRequest(List.of(), false));
        }
        if (!check.isTextual() && !(check.isArray() && !check.isEmpty() && check.size() <= MOST)) {
            return Optional.empty();
        }
        List<RecordingReference> recordings = new ArrayList<>();
        for (JsonNode address : check.isArray() ? check : List.of(check)) {
            Optional<RecordingReference> recording = recording(address);
            if (recording.isEmpty()) {
                return Optional.empty();
            }
            recordings.add(recording.get());
        }
        return Optional.of(new CheckRequest(recordings, check.isArray()));
    }

    private static Optional<RecordingReference> recording(JsonNode address) {
        String text = address.textValue();
        int slash = text == null ? -1 : text.indexOf('/', SCHEME.length());
        return text == null || !text.startsWith(SCHEME) || slash <= SCHEME.length() || slash == text.length() - 1
                ? Optional.empty()
                : Optional.of(new RecordingReference(
                        text.substring(SCHEME.length(), slash), text.substring(slash + 1), null));
    }
}
