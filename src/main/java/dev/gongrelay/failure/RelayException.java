package dev.gongrelay.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A recording could not be relayed, for a known reason. Whether that is transient or permanent is decided once, where
 * the foreign error is caught.
 *
 * <p>The message says what was tried, on which object, and what the far side answered, in at most
 * {@value #LONGEST_MESSAGE} characters. It never contains a secret, a phone number or an email address.
 */
public abstract sealed class RelayException extends RuntimeException permits TransientException, PermanentException {
    /** The longest message, in characters; longer ones are cut. */
    public static final int LONGEST_MESSAGE = 2000;

    private final FailureCode code;
    private final boolean inDoubt;
    private @Nullable String gongRequestId;

    RelayException(FailureCode code, String message, @Nullable Throwable cause, boolean inDoubt) {
        // Without a stack trace: the message says all, a cause has its own, and an event may bring thousands.
        super(cut(message), cause, true, false);
        this.code = code;
        this.inDoubt = inDoubt;
    }

    /** The stable name of this failure. */
    public final FailureCode code() {
        return code;
    }

    /** As {@link FailureCode#meetsEveryRecording}. */
    public boolean meetsEveryRecording() {
        return code.meetsEveryRecording();
    }

    /** Gong's ID of the request that failed; empty if the failure is not Gong's, or Gong gave none. */
    public final Optional<String> gongRequestId() {
        return Optional.ofNullable(gongRequestId);
    }

    /** Sets Gong's ID of the request, or null; only for the code that creates the failure. */
    public final void answers(@Nullable String requestId) {
        gongRequestId = requestId;
    }

    /** Whether Gong may have the recording all the same: all of it was sent, and Gong did not say what became of it. */
    public final boolean isInDoubt() {
        return inDoubt;
    }

    /**
     * The same failure {@linkplain #isInDoubt in doubt}.
     *
     * @param preface a sentence that says so, put before the message
     */
    public abstract RelayException inDoubt(String preface);

    @Override
    public final String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** Cuts a text to {@value #LONGEST_MESSAGE} characters, between whole characters. */
    public static String cut(String text) {
        return cut(text, LONGEST_MESSAGE);
    }

    /** Cuts a text to so many characters, 2 or more, between whole characters. */
    public static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = longest - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
