package dev.gongrelay.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A recording could not be relayed, for a known reason. Decided once, where the foreign error is caught: transient if
 * it may pass on its own or once somebody has fixed the configuration, else permanent.
 *
 * <p>The message says what was tried, on which object, and what the far side answered, in at most
 * {@value #LONGEST_MESSAGE} characters. It never contains a secret, a phone number or an e-mail address.
 */
public abstract sealed class RelayException extends RuntimeException permits TransientException, PermanentException {
    /** The longest message, in characters; longer ones are cut. */
    public static final int LONGEST_MESSAGE = 2000;

    private final FailureCode code;
    private final boolean inDoubt;
    private @Nullable String gongRequestId;

    RelayException(FailureCode code, String message, @Nullable Throwable cause, boolean inDoubt) {
        // Without a stack trace of its own: the message says all, a cause has its own, and an event may bring
        // thousands.
        super(cut(message), cause, true, false);
        this.code = code;
        this.inDoubt = inDoubt;
    }

    /** The stable name of this failure, for logs, metrics, receipts and the runbook. */
    public final FailureCode code() {
        return code;
    }

    /** Whether every recording would meet this failure at this moment, so that trying the others makes no sense. */
    public boolean meetsEveryRecording() {
        return code.meetsEveryRecording();
    }

    /** Gong's ID of the request that it answered with this failure; empty if the failure is not Gong's, or has none. */
    public final Optional<String> gongRequestId() {
        return Optional.ofNullable(gongRequestId);
    }

    /** Notes Gong's ID of the request, null if there is none; only for whoever has just made this failure. */
    public final void answers(@Nullable String requestId) {
        gongRequestId = requestId;
    }

    /**
     * Whether Gong may have the recording all the same: all of it was sent, and what became of it stayed open. If not,
     * this delivery brought nothing there.
     */
    public final boolean isInDoubt() {
        return inDoubt;
    }

    /**
     * The same failure {@linkplain #isInDoubt in doubt}.
     *
     * @param preface a sentence that says so, to begin the message with
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
