package dev.gongrelay.receipt;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gongrelay.event.Announcement;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.source.KeptDocument;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The receipts of all recordings, which make redelivery harmless: JSON objects (docs/receipts.md) in a bucket of their
 * own, kept consistent by S3's conditional writes alone. Safe for use by several threads.
 */
@Singleton
public class Receipts {
    private final S3Client s3;
    private final RelayConfig.Receipts config;
    private final ReceiptKeys keys;
    private final ObjectReader json;
    private final Clock clock;
    private final Duration longestLease;
    private final Supplier<String> owners;
    private final boolean awaitsArrivals;

    @Inject
    Receipts(S3Client s3, RelayConfig config, ObjectMapper mapper, Clock clock) {
        this(
                s3,
                config.receipts(),
                config.timeLimit().plus(config.deadlineMargin().multipliedBy(2)),
                mapper,
                clock,
                () -> UUID.randomUUID().toString(),
                config.arrivals().queueUrl().isPresent());
    }

    /**
     * @param longestLease how long any process's lease can last
     * @param owners supplies a text that no claim had before
     * @param awaitsArrivals whether Gong is asked later what became of calls
     */
    Receipts(
            S3Client s3,
            RelayConfig.Receipts config,
            Duration longestLease,
            ObjectMapper mapper,
            Clock clock,
            Supplier<String> owners,
            boolean awaitsArrivals) {
        this.s3 = s3;
        this.config = config;
        this.keys = new ReceiptKeys(config.prefix());
        this.json = mapper.reader()
                .with(JsonNodeFactory.withExactBigDecimals(true))
                .with(
                        DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        this.clock = clock;
        this.longestLease = longestLease;
        this.owners = owners;
        this.awaitsArrivals = awaitsArrivals;
    }

    /** Whether a bucket for receipts is set. If not, every claim succeeds, and only Gong detects duplicates. */
    public boolean areKept() {
        return config.bucket().isPresent();
    }

    /**
     * Reads the receipt of a recording without claiming anything; empty if there is none, or none are kept.
     *
     * @throws TransientException {@link FailureCode#RECEIPT_DAMAGED}, {@link FailureCode#RECEIPT_UNAVAILABLE} or
     *     {@link FailureCode#RECEIPT_DENIED}
     */
    public Optional<Receipt> find(RecordingReference recording) {
        return object(recording).flatMap(ReceiptObject::read).map(ReceiptObject.Stored::receipt);
    }

    /**
     * Claims a recording for one delivery unless it is already relayed. A rejected one may be claimed again.
     *
     * @param lease how long the delivery can last, with a margin for clocks that differ
     * @param announcement how the recording was announced; a sweep claims only what has no receipt
     * @throws TransientException {@link FailureCode#CLAIMED_ELSEWHERE} while another delivery's lease lasts;
     *     {@link FailureCode#RECEIPT_DAMAGED} if the receipt is not valid; {@link FailureCode#RECEIPT_UNAVAILABLE} if
     *     S3 fails; {@link FailureCode#RECEIPT_DENIED} if it denies access
     */
    public Claim claim(RecordingReference recording, Duration lease, Announcement announcement) {
        return new Claim(
                        recording,
                        object(recording).orElse(null),
                        owners.get(),
                        clock,
                        longestLease,
                        config.unknownDuplicate(),
                        awaitsArrivals)
                .take(lease, announcement);
    }

    /**
     * The receipt of a relayed recording; empty if the recording has none, or is not relayed.
     *
     * @throws TransientException as {@link #find} does
     */
    public Optional<RelayedReceipt> relayed(RecordingReference recording) {
        ReceiptCopy copy = new ReceiptCopy(recording, object(recording).orElse(null));
        copy.read();
        return Optional.of(copy).filter(read -> read.receipt().isRelayed()).map(RelayedReceipt::new);
    }

    /**
     * Checks that receipts can be kept: writes an object beside them and removes it.
     *
     * @return its address; empty if no receipts are kept
     * @throws TransientException as {@link #find} does
     */
    public Optional<String> probe() {
        return config.bucket().map(bucket -> {
            String key = KeptDocument.key(config.prefix(), "_check/" + owners.get());
            String address = "s3://" + bucket + "/" + key;
            KeptDocument document = new KeptDocument(s3, bucket, key, "The object " + address);
            document.write("{}".getBytes(StandardCharsets.UTF_8), null);
            document.remove();
            return address;
        });
    }

    private Optional<ReceiptObject> object(RecordingReference recording) {
        return config.bucket().map(bucket -> new ReceiptObject(s3, json, bucket, keys.of(recording), recording));
    }
}
