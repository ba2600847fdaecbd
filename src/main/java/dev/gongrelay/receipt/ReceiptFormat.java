package dev.gongrelay.receipt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.event.RecordingReference;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

/** What a stored document must be like to be taken for a receipt. What it says beyond that is somebody else's. */
final class ReceiptFormat {
    static final int VERSION = 1;

    private static final List<String> TEXTS = List.of(
            "owner", "leaseUntil", "callId", CallNotes.REGISTERED_AS, "url", "requestId", "code", "message", "reason");
    private static final List<String> LISTS = List.of(CallNotes.EARLIER, CallNotes.SENT_TO);

    private ReceiptFormat() {}

    /**
     * Checks that a document is the receipt of a recording.
     *
     * @throws IllegalArgumentException if it is no receipt that this version understands; the message says why, as the
     *     rest of a sentence about it
     */
    static void check(JsonNode stored, RecordingReference recording) {
        require(stored.isObject(), "is no JSON object");
        require(
                stored.path("version").isInt() && stored.path("version").intValue() == VERSION,
                "is not of version " + VERSION + ", the only one this relay understands");
        JsonNode about = stored.path("recording");
        require(
                recording.bucket().equals(about.path("bucket").textValue())
                        && recording.key().equals(about.path("key").textValue()),
                "is that of another recording");
        TEXTS.forEach(name -> require(!stored.has(name) || stored.path(name).isTextual(), "has a wrong " + name));
        LISTS.forEach(name -> require(!stored.has(name) || isListOfTexts(stored.path(name)), "has a wrong " + name));
        require(Receipt.State.of(stored.path("state").asText()).isPresent(), "is in no state that this relay knows");
        require(!stored.path("owner").asText().isEmpty(), "has no owner");
        require(
                !stored.path("state").asText().equals(Receipt.State.RELAYED.text()) || stored.has("callId"),
                "is relayed but has no callId");
        require(!stored.has("leaseUntil") || isTime(stored.path("leaseUntil").asText()), "has a wrong leaseUntil");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static boolean isListOfTexts(JsonNode node) {
        return node.isArray() && StreamSupport.stream(node.spliterator(), false).allMatch(JsonNode::isTextual);
    }

    private static boolean isTime(String text) {
        try {
            Instant.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
