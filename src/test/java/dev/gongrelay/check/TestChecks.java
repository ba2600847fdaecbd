package dev.gongrelay.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gongrelay.connect.Contacts;
import dev.gongrelay.event.JoinRequest;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.people.People;
import dev.gongrelay.receipt.Receipts;
import dev.gongrelay.recording.Recordings;
import dev.gongrelay.recording.TestDetails;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.source.ReceiptsBucket;
import dev.gongrelay.source.RecordingsBucket;
import dev.gongrelay.time.Deadline;
import dev.gongrelay.tls.TlsEngine;
import io.quarkus.arc.Arc;
import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.services.s3.S3Client;

/** Checks for tests. */
public final class TestChecks {
    private TestChecks() {}

    /** What would become of a recording, by these people. */
    public static JsonNode whole(
            Recordings recordings, Receipts receipts, People people, RecordingReference reference) {
        return new RecordingCheck(bean(RecordingsBucket.class), recordings, receipts, people, Clock.systemUTC())
                .preview(reference)
                .whole();
    }

    /**
     * What is found of the deployment, with a mapping that S3 has through this client.
     *
     * @param patience how long an answer is waited for
     */
    public static JsonNode deployment(S3Client s3, RelayConfig mapping, Duration patience) {
        AwsCheck aws = new AwsCheck(
                bean(RecordingsBucket.class),
                bean(Recordings.class),
                TestDetails.mappings(s3, mapping),
                bean(Contacts.class),
                bean(Receipts.class),
                Clock.systemUTC());
        return new DeploymentCheck(
                        bean(GongCheck.class), aws, bean(QueueCheck.class), bean(TlsEngine.class), bean(Deadline.class))
                .answer(patience, patience);
    }

    /** The line of this check in an answer about the deployment. */
    public static JsonNode line(JsonNode answer, String check) {
        return answer.path("checks")
                .valueStream()
                .filter(line -> line.path("check").asText().equals(check))
                .findFirst()
                .orElseThrow();
    }

    private static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }

    /** What an invocation with this deadline answers about an audit's CSV. */
    public static JsonNode join(
            ReceiptsBucket bucket, ObjectMapper json, Deadline deadline, String audit, JsonNode progress) {
        return new AuditJoin(bucket, json, deadline).answer(new JoinRequest(audit, progress));
    }
}
