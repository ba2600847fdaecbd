package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Gong is told about a call: the ID of one that it knows already, or a valid body of "Add New Call". */
public final class CallDetails {
    private final @Nullable String callId;
    private final ObjectNode document;
    private final List<String> warnings;
    private final @Nullable String mappingETag;

    CallDetails(@Nullable String callId, ObjectNode document, List<String> warnings) {
        this(callId, document, warnings, null);
    }

    /** @param mappingETag of the mapping in S3 that made them, or null */
    CallDetails(@Nullable String callId, ObjectNode document, List<String> warnings, @Nullable String mappingETag) {
        this.mappingETag = mappingETag;
        this.callId = callId;
        this.document = document;
        this.warnings = List.copyOf(warnings);
    }

    /** The call that the recording belongs to, 1 to 20 digits; empty if it has yet to be registered. */
    public Optional<String> callId() {
        return Optional.ofNullable(callId);
    }

    /** By which Gong recognizes the call once it is registered; empty with a callId. */
    public Optional<String> clientUniqueId() {
        return Optional.ofNullable(document.path("clientUniqueId").textValue()).filter(id -> callId == null);
    }

    /** The body of "Add New Call", with fields that the relay doesn't know. Meaningless with a callId. */
    public ObjectNode document() {
        return document;
    }

    /**
     * The {@link Handle}s that stand for Gong's IDs, by place, such as {@code parties[1].userId}. Empty with a callId.
     */
    public Map<String, String> people() {
        return PersonFields.handles(document);
    }

    /**
     * The same details with Gong's IDs in the place of handles. A party without one keeps its handle as its address,
     * number or name.
     *
     * @param userIds by handle; must have the primary user's
     */
    public CallDetails identified(Map<Handle, String> userIds) {
        return new CallDetails(callId, PersonFields.identified(document, userIds), warnings, mappingETag);
    }

    /** What the producer should fix although the recording can be relayed. */
    public List<String> warnings() {
        return warnings;
    }

    /** The ETag of the mapping in S3 that made them. */
    public Optional<String> mappingETag() {
        return Optional.ofNullable(mappingETag);
    }
}
