package dev.gongrelay.receipt;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whether the call of a relayed recording appeared in Gong, which takes a while to process calls and discards some. */
public enum Arrival {
    /** Not yet. */
    AWAITED,
    /** Gong lists it. Final. */
    CONFIRMED,
    /** Gong did not list it within the configured time. */
    DISCARDED,
    /** Nobody knows: the access key may not read calls. */
    UNCHECKED;

    private final String text = name().toLowerCase(Locale.ROOT);

    static Optional<Arrival> of(String text) {
        return Arrays.stream(values())
                .filter(arrival -> arrival.text.equals(text))
                .findFirst();
    }

    /** The arrival as receipts and logs show it, such as {@code confirmed}. */
    @Override
    public String toString() {
        return text;
    }
}
