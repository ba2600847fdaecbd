package dev.gongrelay.event;

/** Envelopes for tests of what comes after them. */
public final class TestEnvelopes {
    private TestEnvelopes() {}

    /** Such as the relay opens. */
    public static Envelopes open() {
        return new Envelopes(SampleEvents.JSON);
    }
}
