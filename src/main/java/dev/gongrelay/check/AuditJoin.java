package dev.gongrelay.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.event.JoinRequest;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.source.PartedObject;
import dev.gongrelay.source.PartedObject.UploadGoneException;
import dev.gongrelay.source.ReceiptsBucket;
import dev.gongrelay.time.Deadline;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins the answers of an audit, which its state machine has put into the receipts bucket as many small objects, in one
 * CSV. Holds only one part of the CSV in memory. If its time is up, an invocation answers how far it came, and the next
 * one goes on from there. The CSV appears when the last one is done.
 */
@Singleton
class AuditJoin {
    private static final String PARTS = "audits/parts/";
    private static final String CONTENT_TYPE = "text/csv; charset=utf-8";

    private final ReceiptsBucket bucket;
    private final ObjectMapper json;
    private final Deadline deadline;

    AuditJoin(ReceiptsBucket bucket, ObjectMapper json, Deadline deadline) {
        this.bucket = bucket;
        this.json = json;
        this.deadline = deadline;
    }

    /**
     * Joins as much as there is time for.
     *
     * @return the totals and the address of the CSV; or the {@code progress} for the next request, if time is up
     * @throws PermanentException if no setting names the receipts bucket
     * @throws TransientException if S3 fails, or there is no time for even one part; the same request may be sent again
     */
    ObjectNode answer(JoinRequest request) {
        if (!bucket.isSet()) {
            throw new PermanentException(
                    FailureCode.EVENT_INVALID, "an audit needs the receipts bucket: set RELAY_RECEIPTS_BUCKET");
        }
        PartedObject csv = bucket.parted(csvKey(request.audit()), CONTENT_TYPE);
        try {
            return request.progress() instanceof ObjectNode progress
                    ? new Joining(csv, request.audit(), new AuditProgress(progress)).answer()
                    : fromTheStart(csv, request.audit());
        } catch (UploadGoneException e) {
            // Completed, with S3's answer lost; or aborted by somebody. The audit's answers are still there.
            return again(csv, request.audit());
        }
    }

    private ObjectNode again(PartedObject csv, String audit) {
        try {
            return fromTheStart(csv, audit);
        } catch (UploadGoneException e) {
            throw new TransientException(
                    FailureCode.RECEIPT_UNAVAILABLE,
                    "Somebody keeps aborting the upload of " + bucket.address(csvKey(audit)),
                    e);
        }
    }

    private ObjectNode fromTheStart(PartedObject csv, String audit) throws UploadGoneException {
        return new Joining(csv, audit, new AuditProgress(csv.begin())).answer();
    }

    private static String csvKey(String audit) {
        return "audits/" + audit + ".csv";
    }

    /** What one invocation does. */
    private final class Joining {
        private final PartedObject csv;
        private final String audit;
        private final AuditProgress progress;
        private final CsvPart part = new CsvPart();
        /** The progress when the last part was written; null before the first part of this invocation. */
        private @Nullable ObjectNode written;

        Joining(PartedObject csv, String audit, AuditProgress progress) {
            this.csv = csv;
            this.audit = audit;
            this.progress = progress;
            if (progress.eTags().isEmpty()) {
                part.write(AuditCsv.HEADER);
            }
        }

        ObjectNode answer() throws UploadGoneException {
            String folder = PARTS + audit + "/";
            List<String> keys = bucket.keys(folder, progress.after());
            while (!keys.isEmpty()) {
                for (String key : keys) {
                    if (deadline.timeLeft().isZero()) {
                        return stopped();
                    }
                    add(key);
                }
                keys = bucket.keys(folder, progress.after());
            }
            if (part.size() > 0) {
                write();
            }
            csv.complete(progress.uploadId(), progress.eTags());
            return progress.totals().put("csv", bucket.address(csvKey(audit)));
        }

        private void add(String key) throws UploadGoneException {
            answers(key).forEach(answer -> {
                part.write(AuditCsv.line(answer));
                progress.count(answer);
            });
            progress.read(key);
            if (part.size() >= PartedObject.SMALLEST_PART_BYTES) {
                write();
            }
        }

        private void write() throws UploadGoneException {
            int number = progress.eTags().size() + 1;
            progress.written(csv.add(progress.uploadId(), number, part.bytes(), part.size()));
            part.reset();
            written = progress.document();
        }

        private ObjectNode stopped() {
            if (written == null) {
                throw new TransientException(
                        FailureCode.TIME_UP,
                        "The invocation's time was up before a part of " + bucket.address(csvKey(audit))
                                + " was written");
            }
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            answer.set("progress", written);
            return answer;
        }
    }

    private JsonNode answers(String key) {
        try {
            JsonNode answers = json.readTree(bucket.read(key));
            if (answers.isArray()) {
                return answers;
            }
        } catch (IOException e) {
            // As below.
        }
        throw new TransientException(
                FailureCode.INTERNAL, "The object " + bucket.address(key) + " is not a list of answers");
    }
}
