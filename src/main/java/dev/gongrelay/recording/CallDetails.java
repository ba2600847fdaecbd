package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Gong is told about a call: either the id of a call that it knows already, or the body of "Add New Call" with
 * every required field present and well formed.
 */
public final class CallDetails {
    private final @Nullable String callId;
    private final ObjectNode document;
    private final List<String> warnings;
    private final @Nullable String mappingETag;

    CallDetails(@Nullable String callId, ObjectNode document, List<String> warnings) {
        this(callId, document, warnings, null);
    }

    /** @param mappingETag of the mapping that made them, if that is in S3 */
    CallDetails(@Nullable String callId, ObjectNode document, List<String> warnings, @Nullable String mappingETag) {
        this.mappingETag = mappingETag;
        this.callId = callId;
        this.document = document;
        this.warnings = List.copyOf(warnings);
    }

    /** The call that the recording belongs to, 1 to 20 digits; empty when it has yet to be registered. */
    public Optional<String> callId() {
        return Optional.ofNullable(callId);
    }

    /** What Gong knows the call again by once it is registered; empty with a callId. */
    public Optional<String> clientUniqueId() {
        return Optional.ofNullable(document.path("clientUniqueId").textValue()).filter(id -> callId == null);
    }

    /** The body of Gong's "Add New Call", fields that the relay doesn't know included. Meaningless with a callId. */
    public ObjectNode document() {
        return document;
    }

    /**
     * The people who are named by a {@link Handle} instead of Gong's id: what each field says, by the field's place, such
     * as {@code parties[1].userId}. Empty with a callId.
     */
    public Map<String, String> people() {
        return PersonFields.handles(document);
    }

    /**
     * The same details with Gong's ids in the place of handles. A party whose handle has no id keeps it as its address,
     * number or name, as somebody whom Gong doesn't know.
     *
     * @param userIds by handle; that of the primary user has to be there
     */
    public CallDetails identified(Map<Handle, String> userIds) {
        return new CallDetails(callId, PersonFields.identified(document, userIds), warnings, mappingETag);
    }

    /** What the producer of the details should fix although the recording can be relayed. */
    public List<String> warnings() {
        return warnings;
    }

    /** The ETag of the mapping in S3 that made them; empty if none did. */
    public Optional<String> mappingETag() {
        return Optional.ofNullable(mappingETag);
    }
}
