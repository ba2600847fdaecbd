package dev.gongrelay.event;

/** Envelopes, for tests of later stages. */
public final class TestEnvelopes {
    private TestEnvelopes() {}

    /** The envelopes of the relay. */
    public static Envelopes open() {
        return new Envelopes(SampleEvents.JSON);
    }
}
