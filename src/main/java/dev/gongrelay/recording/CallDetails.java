package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What Gong needs to know about a recording's call: the ID of an existing one, or a valid body for "Add New Call". */
public final class CallDetails {
    private final @Nullable String callId;
    private final ObjectNode document;
    private final List<String> warnings;
    private final @Nullable String mappingETag;

    /** @param mappingETag the ETag of the mapping in S3 that made them, or null */
    CallDetails(@Nullable String callId, ObjectNode document, List<String> warnings, @Nullable String mappingETag) {
        this.mappingETag = mappingETag;
        this.callId = callId;
        this.document = document;
        this.warnings = List.copyOf(warnings);
    }

    /** The ID of the recording's call, 1 to 20 digits; empty if the call must first be registered. */
    public Optional<String> callId() {
        return Optional.ofNullable(callId);
    }

    /** The ID by which Gong recognizes the call once it is registered; empty if there is a callId. */
    public Optional<String> clientUniqueId() {
        return Optional.ofNullable(document.path("clientUniqueId").textValue()).filter(id -> callId == null);
    }

    /** The body for "Add New Call", including fields that the relay doesn't know. Meaningless if there is a callId. */
    public ObjectNode document() {
        return document;
    }

    /**
     * The {@link Handle}s in place of Gong's IDs, by field, such as {@code parties[1].userId}. Empty if there is a callId.
     */
    public Map<String, String> people() {
        return PersonFields.handles(document);
    }

    /**
     * The same details with Gong's IDs in place of handles. A party that has no ID keeps its handle as its address, number
     * or name.
     *
     * @param userIds the IDs by handle, which must include the primary user's
     * @param isOwners whether an address or number is the primary user's: a party that has it is the primary user, too
     */
    public CallDetails identified(Map<Handle, String> userIds, Predicate<Handle> isOwners) {
        return new CallDetails(callId, PersonFields.identified(document, userIds, isOwners), warnings, mappingETag);
    }

    /** What the producer should fix, although the recording can be relayed. */
    public List<String> warnings() {
        return warnings;
    }

    /** The ETag of the mapping in S3 that made them; empty if none did. */
    public Optional<String> mappingETag() {
        return Optional.ofNullable(mappingETag);
    }
}
