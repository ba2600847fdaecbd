package dev.gongrelay.receipt;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.recording.CallDetails;
import dev.gongrelay.source.Digest;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a receipt says about calls in Gong: which one the recording belongs to, where that ID comes from, and which calls
 * may have its media. The last tells recordings that share an identity apart: Gong only says that a call has a
 * recording, not which one.
 */
record CallNotes(ObjectNode receipt) {
    static final String REGISTERED_AS = "clientUniqueIdSha256";
    static final String EARLIER = "earlierCallIds";
    static final String SENT_TO = "sentTo";

    private static final String CALL_ID = "callId";
    private static final String GIVEN = "callGiven";

    Optional<String> callId() {
        return Optional.ofNullable(receipt.path(CALL_ID).textValue());
    }

    /**
     * The call that the relay registered under this {@code clientUniqueId}; empty if there is none, or if the producer
     * gave the call. A receipt of an earlier version does not say, so its call counts as registered.
     */
    Optional<String> registeredAs(String clientUniqueId) {
        boolean given = receipt.path(GIVEN).asBoolean();
        boolean another = receipt.has(REGISTERED_AS)
                && !receipt.path(REGISTERED_AS).asText().equals(Digest.sha256(clientUniqueId));
        return given || another ? Optional.empty() : callId();
    }

    /** The calls that may have the whole media: in a receipt of an earlier version, each call that it names. */
    Set<String> sentTo() {
        Set<String> calls = new LinkedHashSet<>();
        receipt.path(receipt.has(SENT_TO) ? SENT_TO : EARLIER).forEach(callId -> calls.add(callId.asText()));
        if (!receipt.has(SENT_TO)) {
            callId().ifPresent(calls::add);
        }
        return calls;
    }

    /** Notes that the media is about to be sent to a call. */
    void sending(String callId, CallDetails details) {
        Set<String> calls = sentTo();
        calls.add(callId);
        put(calls);
        goesTo(callId);
        receipt.remove(Set.of(GIVEN, REGISTERED_AS));
        details.clientUniqueId()
                .ifPresentOrElse(id -> receipt.put(REGISTERED_AS, Digest.sha256(id)), () -> receipt.put(GIVEN, true));
    }

    /** Notes that the media was sent only to these calls, unless an earlier version wrote the receipt. */
    void sentOnlyTo(Set<String> calls) {
        if (receipt.has(SENT_TO)) {
            put(calls);
        }
    }

    /** Notes that this call has the media. */
    void relayed(String callId) {
        goesTo(callId);
        receipt.remove(Set.of(GIVEN, REGISTERED_AS, SENT_TO));
    }

    private void put(Set<String> sentTo) {
        ArrayNode list = receipt.putArray(SENT_TO);
        sentTo.forEach(list::add);
    }

    /** Keeps the ID of an earlier call, which somebody may want to remove from Gong. */
    private void goesTo(String callId) {
        callId().filter(earlier -> !earlier.equals(callId))
                .ifPresent(earlier -> receipt.withArray(EARLIER).add(earlier));
        receipt.put(CALL_ID, callId);
    }
}
