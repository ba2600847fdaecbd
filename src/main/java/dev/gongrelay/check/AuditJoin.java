package dev.gongrelay.check;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * Makes one CSV of what an audit found, which its state machine has put into the receipts bucket in many small objects.
 * However many there are, no more than a part of the file is in memory. An invocation that is about to end says how far
 * it came, and the next one goes on from there; until the last one is done, there is no file.
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
     * @return the totals and the address of the CSV, or else the {@code progress} to ask again with
     * @throws PermanentException if no setting names the receipts bucket
     * @throws TransientException if the bucket doesn't give or take something, or time is too short for a single part;
     *     the same request may be sent again
     */
    ObjectNode answer(JoinRequest request) {
        if (!bucket.isSet()) {
            throw new PermanentException(
                    FailureCode.EVENT_INVALID, "an audit is joined in the receipts bucket: set RELAY_RECEIPTS_BUCKET");
        }
        PartedObject csv = bucket.parted("audits/" + request.audit() + ".csv", CONTENT_TYPE);
        try {
            return request.progress().isMissingNode()
                    ? fromTheStart(csv, request.audit())
                    : new Turn(csv, request.audit(), AuditProgress.of(request.progress())).answer();
        } catch (UploadGoneException e) {
            // Completed, but the answer was lost; or somebody aborted it. What it was made of is still there.
            return again(csv, request.audit());
        }
    }

    private ObjectNode again(PartedObject csv, String audit) {
        try {
            return fromTheStart(csv, audit);
        } catch (UploadGoneException e) {
            throw new TransientException(
                    FailureCode.RECEIPT_UNAVAILABLE,
                    "Somebody ends the upload of " + bucket.address("audits/" + audit + ".csv") + " again and again",
                    e);
        }
    }

    private ObjectNode fromTheStart(PartedObject csv, String audit) throws UploadGoneException {
        return new Turn(csv, audit, new AuditProgress(csv.begin())).answer();
    }

    /** What one invocation does of it. */
    private final class Turn {
        private final PartedObject csv;
        private final String audit;
        private final AuditProgress progress;
        private final Part part = new Part();
        /** As it was when the last part was written. */
        private ObjectNode safe;

        private final int writtenBefore;

        Turn(PartedObject csv, String audit, AuditProgress progress) {
            this.csv = csv;
            this.audit = audit;
            this.progress = progress;
            this.safe = progress.document();
            this.writtenBefore = progress.eTags().size();
            if (writtenBefore == 0) {
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
            return progress.totals().put("csv", bucket.address("audits/" + audit + ".csv"));
        }

        private void add(String key) throws UploadGoneException {
            JsonNode answers = answers(key);
            answers.forEach(answer -> {
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
            safe = progress.document();
        }

        private ObjectNode stopped() {
            if (safe.path("eTags").size() == writtenBefore) {
                throw new TransientException(
                        FailureCode.TIME_UP,
                        "The invocation's time was up before a part of " + bucket.address("audits/" + audit + ".csv")
                                + " was written",
                        null);
            }
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            answer.set("progress", safe);
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
            // It is no JSON, which the message says.
        }
        throw new TransientException(
                FailureCode.INTERNAL, "The object " + bucket.address(key) + " does not have answers of a check", null);
    }

    /** The bytes that were not written yet. */
    private static final class Part extends ByteArrayOutputStream {
        /** As much as another object may add to one that is almost large enough. */
        private static final int RESERVE_BYTES = 256 * 1024;

        Part() {
            super(PartedObject.SMALLEST_PART_BYTES + RESERVE_BYTES);
        }

        void write(String text) {
            writeBytes(text.getBytes(UTF_8));
        }

        byte[] bytes() {
            return buf;
        }
    }
}
