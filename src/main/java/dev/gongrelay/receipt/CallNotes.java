package dev.gongrelay.receipt;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.recording.CallDetails;
import dev.gongrelay.source.Digest;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a receipt says about calls in Gong: which one the recording belongs to, where that ID came from, and which calls
 * its media may have reached. The last distinguishes recordings that share an identity: Gong says only that a call has
 * a recording, not which.
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
     * The call that the relay registered under this {@code clientUniqueId}; empty if it did not, or if the producer
     * gave the noted call. A receipt of an earlier version does not say, and is believed.
     */
    Optional<String> registeredAs(String clientUniqueId) {
        boolean given = receipt.path(GIVEN).asBoolean();
        boolean another = receipt.has(REGISTERED_AS)
                && !receipt.path(REGISTERED_AS).asText().equals(Digest.sha256(clientUniqueId));
        return given || another ? Optional.empty() : callId();
    }

    /** The calls that may have the whole media. In a receipt of an earlier version, each call that it names. */
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

    /** Notes that the media was sent only to these calls, if a receipt notes that at all. */
    void sentOnlyTo(Set<String> calls) {
        if (receipt.has(SENT_TO)) {
            put(calls);
        }
    }

    /** Notes that the media is in Gong, as this call's. */
    void arrived(String callId) {
        goesTo(callId);
        receipt.remove(Set.of(GIVEN, REGISTERED_AS, SENT_TO));
    }

    private void put(Set<String> sentTo) {
        ArrayNode list = receipt.putArray(SENT_TO);
        sentTo.forEach(list::add);
    }

    /** Remembers an earlier call: somebody may want to remove it from Gong. */
    private void goesTo(String callId) {
        callId().filter(earlier -> !earlier.equals(callId))
                .ifPresent(earlier -> receipt.withArray(EARLIER).add(earlier));
        receipt.put(CALL_ID, callId);
    }
}
