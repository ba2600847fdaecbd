package dev.gongrelay.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.people.People;
import dev.gongrelay.receipt.Receipts;
import dev.gongrelay.recording.Recordings;

/** Checks put together by a test. */
public final class TestChecks {
    private TestChecks() {}

    /** What would become of a recording, with people who are nobody else's. */
    public static JsonNode whole(
            Recordings recordings, Receipts receipts, People people, RecordingReference reference) {
        return new RecordingCheck(recordings, receipts, people)
                .preview(reference)
                .whole();
    }
}
