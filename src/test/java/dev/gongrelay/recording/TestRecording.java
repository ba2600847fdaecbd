package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.source.TestSource;
import java.util.List;

/** A recording for tests of the stages after this one. */
public final class TestRecording {
    private TestRecording() {}

    /** One of this length, with details that have nothing to say. */
    public static Recording of(RecordingReference reference, long lengthBytes) {
        CallDetails details = new CallDetails(null, JsonNodeFactory.instance.objectNode(), List.of(), null);
        return new Recording(reference, "\"tag\"", details, TestSource.media(reference, lengthBytes), List.of());
    }
}
