package dev.gongrelay.demo;

import dev.gongrelay.settings.ClosestMatch;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What goes wrong in the demo on request. */
enum DemoFault {
    /** Nothing. */
    NONE,
    /** S3 drops the connection in the middle of the recording. */
    S3_DROP,
    /** S3 stops sending in the middle of the recording, without closing the connection. */
    S3_SILENT,
    /** Gong asks the relay to wait for some seconds. */
    THROTTLED,
    /** The event is delivered twice, at the same time. */
    TWICE,
    /** The function is killed in the middle of the upload. */
    KILLED;

    /** The fault with this name, such as {@code s3-drop}; an IllegalArgumentException names the closest one. */
    static DemoFault of(String name) {
        List<String> names = Arrays.stream(values())
                .filter(fault -> fault != NONE)
                .map(DemoFault::text)
                .toList();
        if (!names.contains(name)) {
            throw new IllegalArgumentException("\"" + name + "\" is not a fault. "
                    + ClosestMatch.of(name, names)
                            .map(near -> "Did you mean " + near + "? ")
                            .orElse("")
                    + "The faults are " + String.join(", ", names) + ".");
        }
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** The name in the option. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
