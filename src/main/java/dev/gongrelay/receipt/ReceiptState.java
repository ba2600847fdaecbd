package dev.gongrelay.receipt;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far a recording is. */
enum ReceiptState {
    /** A delivery is relaying it, or was and stopped. */
    CLAIMED,
    /** Gong has it. Final: only whether its call appeared there is still noted. */
    RELAYED,
    /** It can't be relayed as it is. Another event tries again. */
    REJECTED,
    /** Its producer or a setting says not to relay it. Another event looks again. */
    SKIPPED;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The state with this text; empty if there is no such state. */
    static Optional<ReceiptState> of(String text) {
        return Arrays.stream(values()).filter(state -> state.text.equals(text)).findFirst();
    }

    /** The state as receipts show it, such as {@code claimed}. */
    @Override
    public String toString() {
        return text;
    }
}
