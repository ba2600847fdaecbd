package dev.gongrelay.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gongrelay.event.JoinRequest;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.people.People;
import dev.gongrelay.receipt.Receipts;
import dev.gongrelay.recording.Recordings;
import dev.gongrelay.source.ReceiptsBucket;
import dev.gongrelay.time.Deadline;

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

    /** What an invocation with this deadline does of the file of an audit. */
    public static JsonNode join(
            ReceiptsBucket bucket, ObjectMapper json, Deadline deadline, String audit, JsonNode progress) {
        return new AuditJoin(bucket, json, deadline).answer(new JoinRequest(audit, progress));
    }
}
