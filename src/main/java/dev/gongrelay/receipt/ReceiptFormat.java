package dev.gongrelay.receipt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.event.RecordingReference;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** What a stored document must have to be a receipt. It may have more. */
final class ReceiptFormat {
    static final int VERSION = 1;

    private static final Pattern CALL_ID = Pattern.compile("[0-9]{1,20}");
    private static final List<String> TEXTS = List.of(
            "owner",
            "leaseUntil",
            "callId",
            CallNotes.REGISTERED_AS,
            "url",
            "gongRequestId",
            "code",
            "message",
            "reason",
            ArrivalNotes.ARRIVAL,
            ArrivalNotes.SWEEP);
    private static final List<String> LISTS = List.of(CallNotes.EARLIER, CallNotes.SENT_TO);

    private ReceiptFormat() {}

    /** What the document of each receipt begins with, without a state. */
    static ObjectNode none(RecordingReference recording) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("version", VERSION);
        document.put("state", "");
        document.putObject("recording").put("bucket", recording.bucket()).put("key", recording.key());
        return document;
    }

    /**
     * Checks that a document is the receipt of a recording.
     *
     * @throws IllegalArgumentException if it is not, or if this version does not understand it; the message is the rest
     *     of a sentence about the document
     */
    static void check(JsonNode stored, RecordingReference recording) {
        require(stored.isObject(), "is not a JSON object");
        require(
                stored.path("version").isInt() && stored.path("version").intValue() == VERSION,
                "is not of version " + VERSION + ", the only one this relay understands");
        JsonNode about = stored.path("recording");
        require(
                recording.bucket().equals(about.path("bucket").textValue())
                        && recording.key().equals(about.path("key").textValue()),
                "belongs to another recording");
        TEXTS.forEach(name -> require(!stored.has(name) || stored.path(name).isTextual(), "has an invalid " + name));
        LISTS.forEach(name -> require(!stored.has(name) || isListOfTexts(stored.path(name)), "has an invalid " + name));
        Optional<ReceiptState> state = ReceiptState.of(stored.path("state").asText());
        require(state.isPresent(), "has a state that this relay does not know");
        require(!stored.path("owner").asText().isEmpty(), "has no owner");
        require(
                !state.equals(Optional.of(ReceiptState.RELAYED)) || stored.has("callId"),
                "is relayed but has no callId");
        // Media may be sent to it, unless the recording is relayed.
        require(
                state.equals(Optional.of(ReceiptState.RELAYED))
                        || !stored.has("callId")
                        || CALL_ID.matcher(stored.path("callId").asText()).matches(),
                "has an invalid callId");
        require(
                !stored.has("leaseUntil")
                        || time(stored.path("leaseUntil").asText()).isPresent(),
                "has an invalid leaseUntil");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static boolean isListOfTexts(JsonNode node) {
        return node.isArray() && StreamSupport.stream(node.spliterator(), false).allMatch(JsonNode::isTextual);
    }

    /** A time as receipts show it: in UTC, to the millisecond. */
    static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** Empty if the text is not a time. */
    static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
