package dev.gongrelay.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A question: {@code {"check": true}} about the deployment, with {@code s3://} addresses about recordings. */
final class CheckEvent implements EnvelopeFormat {
    private static final String CHECK = "check";
    private static final Pattern ADDRESS = Pattern.compile("s3://([^/]+)/(.+)", Pattern.DOTALL);
    /** The answer about so many fits into what Lambda returns: 6 MB (AWS Lambda, "Lambda quotas", 2026). */
    private static final int MOST = 1000;

    private static final UnclearQuestion UNCLEAR = new UnclearQuestion(
            "a check must be true, an address such as s3://bucket/key, or a list of up to " + MOST + " addresses");

    @Override
    public boolean matches(JsonNode event) {
        return event.has(CHECK);
    }

    /** Nobody would read the answer to a message of a queue or a topic. */
    @Override
    public void read(JsonNode event, Announcements reading) {
        throw new PermanentException(
                FailureCode.EVENT_INVALID, "a check relays nothing: only a direct invocation can ask for one");
    }

    @Override
    public Envelope open(JsonNode event, Envelopes envelopes) {
        return Envelope.of(question(event.path(CHECK)).orElse(UNCLEAR));
    }

    private static Optional<Question> question(JsonNode check) {
        if (check.equals(BooleanNode.TRUE)) {
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
        return Optional.of(ADDRESS.matcher(address.asText()))
                .filter(Matcher::matches)
                .map(parts -> new RecordingReference(parts.group(1), parts.group(2), null));
    }
}
