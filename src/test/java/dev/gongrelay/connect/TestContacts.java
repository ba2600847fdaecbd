package dev.gongrelay.connect;

import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.time.Deadline;
import dev.gongrelay.time.NanoClock;

/** Contacts for tests of the stages after this one. */
public final class TestContacts {
    private TestContacts() {}

    /** Contacts of an Amazon Connect. */
    public static Contacts of(ConnectApi api, RelayConfig config, NanoClock clock) {
        return new Contacts(() -> api, config, new Deadline(config, System::nanoTime), clock);
    }

    /** Contacts without an Amazon Connect in the settings. */
    public static Contacts none(RelayConfig config) {
        return new Contacts(
                () -> {
                    throw new AssertionError("nobody is asked");
                },
                config,
                new Deadline(config, System::nanoTime),
                System::nanoTime);
    }

    /** The failure for a contact that does not exist. */
    public static RuntimeException notThere() {
        return new NotThereException();
    }
}
