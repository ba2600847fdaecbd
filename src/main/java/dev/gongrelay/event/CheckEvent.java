package dev.gongrelay.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A check: {@code {"check": true}} of the deployment, or, with {@code s3://} addresses, of recordings. */
final class CheckEvent implements EnvelopeFormat {
    private static final String CHECK = "check";
    private static final Pattern ADDRESS = Pattern.compile("s3://([^/]+)/(.+)", Pattern.DOTALL);
    /** The answer about this many fits in the 6 MB that Lambda returns (AWS Lambda, "Lambda quotas", 2026). */
    private static final int MOST = 1000;

    private static final UnclearQuestion UNCLEAR = new UnclearQuestion(
            "a check must be true, an address such as s3://bucket/key, or a list of up to " + MOST + " addresses");

    @Override
    public boolean matches(JsonNode event) {
        return event.has(CHECK);
    }

    /** Nobody would read the answer to a message of a queue or a topic. */
    @Override
    public void read(JsonNode event, Announcements announcements) {
        throw new PermanentException(
                FailureCode.EVENT_INVALID, "a check relays nothing: only a direct invocation can ask for one");
    }

    @Override
    public Envelope open(JsonNode event, Envelopes envelopes) {
        return Envelope.of(question(event.path(CHECK)));
    }

    private static Question question(JsonNode check) {
        if (check.booleanValue()) {
            return new CheckRequest(List.of(), false);
        }
        int given = check.isArray() ? check.size() : 1;
        List<RecordingReference> recordings = (check.isArray() ? check.valueStream() : Stream.of(check))
                .flatMap(address -> recording(address.asText()).stream())
                .toList();
        boolean isClear = !recordings.isEmpty() && recordings.size() == given && given <= MOST;
        return isClear ? new CheckRequest(recordings, check.isArray()) : UNCLEAR;
    }

    /** The recording with this address; empty if S3 can't have it. */
    private static Optional<RecordingReference> recording(String address) {
        Matcher parts = ADDRESS.matcher(address);
        if (!parts.matches() || !Fields.isUnicode(address)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Announcements.reference(parts.group(1), parts.group(2), null));
        } catch (PermanentException e) {
            return Optional.empty();
        }
    }
}
