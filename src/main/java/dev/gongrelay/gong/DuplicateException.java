package dev.gongrelay.gong;

import org.jspecify.annotations.Nullable;

/** Gong refuses a duplicate because it has the first one: an answer, not a failure. */
final class DuplicateException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final String callId;
    private final @Nullable String requestId;

    /** What Gong has already. */
    enum Kind {
        /** A call with this {@code clientUniqueId}. */
        CALL,
        /** This call's media. */
        MEDIA,
        /** The same bytes under another call. */
        CONTENT
    }

    /**
     * @param callId the call that Gong names, 1 to 20 digits; empty with {@link Kind#MEDIA}
     * @param requestId null if Gong gave none
     */
    DuplicateException(Kind kind, String callId, @Nullable String requestId) {
        super("Gong has it already", null, false, false);
        this.kind = kind;
        this.callId = callId;
        this.requestId = requestId;
    }

    Kind kind() {
        return kind;
    }

    String callId() {
        return callId;
    }

    @Nullable
    String requestId() {
        return requestId;
    }
}
