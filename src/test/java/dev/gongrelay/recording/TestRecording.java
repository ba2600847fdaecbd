package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.source.TestSource;
import java.util.List;

/** A recording, for tests of later stages. */
public final class TestRecording {
    private TestRecording() {}

    /** A recording of this length, with empty details. */
    public static Recording of(RecordingReference reference, long lengthBytes) {
        CallDetails details = new CallDetails(null, JsonNodeFactory.instance.objectNode(), List.of(), null);
        return new Recording(reference, "\"tag\"", details, TestSource.media(reference, lengthBytes), List.of());
    }
}
