package dev.gongrelay.recording;

import java.util.Set;

/** The names of fields that the relay knows (Gong, "Add New Call", 2026-07-05), besides its own callId. */
final class FieldNames {
    private static final Set<String> CALL = Set.of(
            "callId",
            "clientUniqueId",
            "title",
            "purpose",
            "scheduledStart",
            "scheduledEnd",
            "actualStart",
            "duration",
            "parties",
            "direction",
            "disposition",
            "context",
            "customData",
            "speakersTimeline",
            "meetingUrl",
            "callProviderCode",
            "downloadMediaUrl",
            "workspaceId",
            "languageCode",
            "flowContext",
            "primaryUser");

    private static final Set<String> PARTY =
            Set.of("phoneNumber", "emailAddress", "name", "partyId", "mediaChannelId", "context", "userId");

    private FieldNames() {}

    /** Whether a name is a field's, so that it may be quoted; any other may be personal. */
    static boolean isKnown(String name) {
        return CALL.contains(name) || PARTY.contains(name);
    }
}
