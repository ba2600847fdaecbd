package dev.gongrelay.receipt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.event.Announcement;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.gong.UploadResult;
import dev.gongrelay.people.Person;
import dev.gongrelay.recording.CallDetails;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the relay remembers of one recording: the JSON document that docs/receipts.md describes, and the steps from one
 * state to the next. Each step keeps fields that this version doesn't know. Immutable; equal if the documents' texts
 * are.
 */
public final class Receipt {
    private static final String MAPPING = "mappingETag";

    private final ObjectNode document;

    private Receipt(ObjectNode document) {
        this.document = document;
    }

    /** Stands for a missing receipt: has no state, is never stored, and can only be claimed. */
    static Receipt none(RecordingReference recording) {
        return new Receipt(ReceiptFormat.none(recording));
    }

    /**
     * @throws IllegalArgumentException as {@link ReceiptFormat#check} does
     */
    static Receipt of(JsonNode stored, RecordingReference recording) {
        ReceiptFormat.check(stored, recording);
        return new Receipt(stored.deepCopy());
    }

    /** How far the recording is. */
    ReceiptState state() {
        return ReceiptState.of(document.path("state").asText()).orElseThrow();
    }

    /** Gong's ID of the recording's call; empty until one is known. */
    public Optional<String> callId() {
        return callNotes().callId();
    }

    /**
     * The call of a recording with these details: the one that they give, because the producer may have corrected it;
     * else the one that was registered under the same {@code clientUniqueId}. Empty if there is none yet.
     */
    public Optional<String> callOf(CallDetails details) {
        return details.callId().or(() -> details.clientUniqueId().flatMap(callNotes()::registeredAs));
    }

    /** The call's page in Gong; empty until relayed, or if Gong gave none. */
    public Optional<String> url() {
        return text("url");
    }

    /** Gong's ID of the request that took the media; empty until relayed, or if Gong gave none. */
    public Optional<String> requestId() {
        return text("gongRequestId");
    }

    /** The ETag of the object that was relayed, or was last about to be. */
    public Optional<String> eTag() {
        return Optional.ofNullable(document.path("recording").path("eTag").textValue());
    }

    /** Whether the call appeared in Gong; empty if nobody asks. */
    public Optional<Arrival> arrival() {
        return arrivalNotes().arrival();
    }

    CallNotes callNotes() {
        return new CallNotes(document);
    }

    ArrivalNotes arrivalNotes() {
        return new ArrivalNotes(document);
    }

    /** Whether the recording is in Gong. */
    public boolean isRelayed() {
        return is(ReceiptState.RELAYED);
    }

    boolean isClaimed() {
        return is(ReceiptState.CLAIMED);
    }

    boolean isOwnedBy(String owner) {
        return text("owner").filter(owner::equals).isPresent();
    }

    /** When the lease of the delivery that claimed it ends, by that delivery's clock; empty if there is none. */
    public Optional<Instant> leaseUntil() {
        return text("leaseUntil").filter(until -> isClaimed()).map(Instant::parse);
    }

    /** A delivery begins. It keeps the callId of an earlier one. */
    Receipt claimed(
            String owner, RecordingReference recording, Announcement announcement, Instant now, Duration lease) {
        return with(ReceiptState.CLAIMED, to -> {
            new ArrivalNotes(to).announced(announcement.at().orElse(now), announcement.sweep());
            to.put("owner", owner);
            to.put("leaseUntil", ReceiptFormat.text(now.plus(lease)));
            to.put("attempts", to.path("attempts").asInt() + 1);
            to.put("claimedAt", ReceiptFormat.text(now));
            to.remove(List.of("completedAt", "reason"));
            ObjectNode object = to.withObject("recording").without("versionId");
            recording.version().ifPresent(id -> object.put("versionId", id));
        });
    }

    /** The details name these people, perhaps none; null changes nothing. */
    Receipt naming(@Nullable List<Person> people) {
        return people == null ? this : with(state(), to -> PeopleNotes.put(to, people));
    }

    /** The media is about to be sent to a call. */
    Receipt checkpointed(String callId, CallDetails details, String eTag, long lengthBytes, Instant now) {
        return with(ReceiptState.CLAIMED, to -> {
            new CallNotes(to).sending(callId, details);
            if (details.callId().isPresent()) {
                PeopleNotes.put(to, List.of());
            }
            to.remove(MAPPING);
            details.mappingETag().ifPresent(mapping -> to.put(MAPPING, mapping));
            putObject(to, eTag, lengthBytes);
            to.put("checkpointAt", ReceiptFormat.text(now));
        });
    }

    /** Gong has the media, whoever holds the claim. */
    Receipt relayed(String owner, UploadResult result, String eTag, long lengthBytes, List<String> notes, Instant now) {
        return ended(ReceiptState.RELAYED, now, to -> {
            to.put("owner", owner);
            new CallNotes(to).relayed(result.callId());
            putObject(to, eTag, lengthBytes);
            if (result.url() != null) {
                to.put("url", result.url());
            }
            putRequestId(to, result.requestId());
            to.put("uploadAttempts", result.attempts());
            notes.forEach(to.putArray("warnings")::add);
        });
    }

    /** The recording can't be relayed as it is. */
    Receipt rejected(RelayException why, Instant now) {
        return ended(ReceiptState.REJECTED, now, to -> putFailure(to, why));
    }

    /** The producer or a setting says not to relay the recording. */
    Receipt skipped(String reason, Instant now) {
        return ended(ReceiptState.SKIPPED, now, to -> to.put("reason", reason));
    }

    /** The delivery ends without an outcome. The next one may begin at once. */
    Receipt released(RelayException why) {
        return with(ReceiptState.CLAIMED, to -> putFailure(to, why));
    }

    /** The media was sent to these calls only. */
    Receipt sentOnlyTo(Set<String> callIds) {
        return with(state(), to -> new CallNotes(to).sentOnlyTo(callIds));
    }

    private static void putRequestId(ObjectNode to, @Nullable String gongRequestId) {
        to.remove("gongRequestId");
        if (gongRequestId != null) {
            to.put("gongRequestId", gongRequestId);
        }
    }

    private static void putObject(ObjectNode to, String eTag, long lengthBytes) {
        to.withObject("recording").put("eTag", eTag).put("size", lengthBytes);
    }

    private static void putFailure(ObjectNode to, RelayException why) {
        putRequestId(to, why.gongRequestId().orElse(null));
        to.put("code", why.code().toString());
        to.put("message", why.getMessage());
        to.remove("leaseUntil");
    }

    /** The same document at its end, with changes, and without what says how an earlier delivery ended. */
    private Receipt ended(ReceiptState state, Instant now, Consumer<ObjectNode> change) {
        return with(state, to -> {
            to.remove(List.of("leaseUntil", "code", "message", "reason", "gongRequestId"));
            to.put("completedAt", ReceiptFormat.text(now));
            change.accept(to);
        });
    }

    /** The same document in a state, with changes. */
    Receipt with(ReceiptState state, Consumer<ObjectNode> change) {
        ObjectNode changed = document.deepCopy();
        changed.put("state", state.toString());
        change.accept(changed);
        return new Receipt(changed);
    }

    private boolean is(ReceiptState state) {
        return text("state").filter(state.toString()::equals).isPresent();
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(document.path(name).textValue());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Receipt receipt && receipt.toString().equals(toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** The document, a copy. */
    public ObjectNode document() {
        return document.deepCopy();
    }

    /** The document: JSON on one line. */
    @Override
    public String toString() {
        return document.toString();
    }
}
