package dev.gongrelay.gong;

/** Gong refuses a repeat, which tells that the first one got there: an answer, not a failure. */
final class DuplicateException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final String callId;
    private final String requestId;

    /** What Gong has already. */
    enum Kind {
        /** A call of this {@code clientUniqueId}. */
        CALL,
        /** This call's recording. */
        MEDIA,
        /** The same bytes under another call. */
        CONTENT
    }

    /** @param callId the call that Gong names; empty when it names none */
    DuplicateException(Kind kind, String callId, String requestId) {
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

    String requestId() {
        return requestId;
    }
}
