package dev.gongrelay.receipt;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.source.KeptDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/** The object in S3 that holds a recording's receipt. */
final class ReceiptObject {
    private final KeptDocument document;
    private final ObjectReader json;
    private final RecordingReference recording;

    ReceiptObject(S3Client s3, ObjectReader json, String bucket, String key, RecordingReference recording) {
        String name = "The receipt s3://" + bucket + "/" + key + " of " + recording;
        this.document = new KeptDocument(s3, bucket, key, name);
        this.json = json;
        this.recording = recording;
    }

    /**
     * A receipt as S3 has it.
     *
     * @param lastModified when it was written, by S3's clock; {@link Instant#MAX} if S3 does not say
     */
    record Stored(Receipt receipt, String eTag, Instant lastModified) {}

    /**
     * Reads the receipt; empty when there is none.
     *
     * @throws TransientException if S3 does not return it, or it is not valid
     */
    Optional<Stored> read() {
        return document.read()
                .map(content -> new Stored(receipt(content.document()), content.eTag(), content.lastModified()));
    }

    private Receipt receipt(InputStream stored) {
        try {
            return Receipt.of(json.readTree(stored), recording);
        } catch (IOException e) {
            throw damaged("is not JSON", e);
        } catch (IllegalArgumentException e) {
            throw damaged(e.getMessage(), e);
        }
    }

    /** As {@link KeptDocument#write}. */
    Optional<String> write(Receipt receipt, @Nullable String eTag) {
        return document.write((receipt + "\n").getBytes(StandardCharsets.UTF_8), eTag);
    }

    private TransientException damaged(@Nullable String how, Exception cause) {
        return new TransientException(
                FailureCode.RECEIPT_DAMAGED,
                document.name() + " " + how + ". It is left as it is: fix or delete it.",
                cause);
    }
}
