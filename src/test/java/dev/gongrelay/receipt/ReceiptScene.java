package dev.gongrelay.receipt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gongrelay.StoppedClock;
import dev.gongrelay.event.Announcement;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.gong.UploadResult;
import dev.gongrelay.recording.CallDetails;
import dev.gongrelay.recording.TestDetails;
import dev.gongrelay.simulator.EmbeddedS3;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** A test of one recording's receipt in an S3, in which time passes as the test says. */
abstract class ReceiptScene {
    static final String BUCKET = EmbeddedS3.RECORDINGS;
    static final Duration LEASE = Duration.ofMinutes(15);
    static final ObjectMapper JSON = new ObjectMapper();
    static final CallDetails DETAILS = TestDetails.of("unique-1");
    static final UploadResult UPLOADED = new UploadResult(
            "777", "https://app.gong.io/call?id=777", "request-1", UploadResult.Kind.UPLOADED, 2, true);
    static final TransientException THROTTLED = new TransientException(FailureCode.GONG_THROTTLED, "Gong answered 429");

    final S3Client s3 = EmbeddedS3.shared().client();
    final StoppedClock clock = StoppedClock.at("2026-03-01T09:00:00Z");
    final RecordingReference recording = new RecordingReference("calls", "2026/03/" + UUID.randomUUID() + ".wav", "v1");
    Receipts receipts = Settings.in(BUCKET).receipts(s3, clock);

    @AfterEach
    void disconnect() {
        s3.close();
    }

    Claim claim() {
        return receipts.claim(recording, LEASE, Announcement.PLAIN);
    }

    static void checkpoint(Claim claim, String callId) {
        claim.checkpoint(callId, DETAILS, "\"tag\"", 4096);
    }

    /** The key of the receipt. */
    String key() {
        return "receipts/calls/" + recording.key() + ".json";
    }

    void store(String document) {
        s3.putObject(request -> request.bucket(BUCKET).key(key()), RequestBody.fromString(document));
    }

    String text() {
        return s3.getObjectAsBytes(request -> request.bucket(BUCKET).key(key())).asUtf8String();
    }

    JsonNode stored() throws IOException {
        return JSON.readTree(text());
    }
}
