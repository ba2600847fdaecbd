package dev.gongrelay.simulator;

import dev.gongrelay.simulator.MultipartScanner.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Receives one call's media. On the event loop, with a {@link #snapshot} for any thread. */
final class Reception implements MultipartScanner.Part {
    /** The media is larger than Gong takes. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;
    }

    private static final String UNDER_WAY = "under way";

    private final String callId;
    private final Exchange exchange;
    private final long maxSize;
    private final MediaStore store;
    private final MessageDigest digest = sha256();
    private final Map<String, String> headers;
    private final Instant started = Instant.now();
    private final MultipartScanner scanner;

    private @Nullable ByteArrayOutputStream start = new ByteArrayOutputStream();
    private String extension = "";
    private volatile @Nullable MediaCopy copy;

    private volatile Map<String, String> partHeaders = Map.of();
    private volatile long bytes;
    private volatile @Nullable String hash;
    private volatile @Nullable Duration length;
    private volatile @Nullable Instant ended;
    private volatile int status;
    private volatile boolean accepted;
    private volatile String outcome = UNDER_WAY;

    Reception(Exchange exchange, long maxSize, MediaStore store) {
        callId = exchange.entry().callId();
        this.exchange = exchange;
        this.maxSize = maxSize;
        this.store = store;
        headers = exchange.entry().headers();
        scanner = new MultipartScanner(this);
        exchange.whenOver(this::answered, this::broken);
    }

    String callId() {
        return callId;
    }

    Exchange exchange() {
        return exchange;
    }

    boolean isEnded() {
        return ended != null;
    }

    /** Whether this is the call's media now. */
    boolean isAccepted() {
        return accepted;
    }

    /** How many bytes of media have come. */
    long bytes() {
        return bytes;
    }

    /** Whether it ended because the connection did. */
    boolean isBroken() {
        return isEnded() && status == 0;
    }

    /** Begins; the request's content type must be multipart/form-data. */
    void begin(String contentType) throws MalformedException {
        scanner.begin(contentType);
    }

    /** Takes the next bytes of the request's body. */
    void take(byte[] chunk) throws IOException {
        scanner.feed(chunk);
    }

    @Override
    public void head(Map<String, String> fields) throws IOException {
        partHeaders = Map.copyOf(fields);
        extension = MediaRules.check(fields);
        copy = store.begin(callId + "-" + exchange.entry().requestId()).orElse(null);
    }

    @Override
    public void content(byte[] array, int offset, int count) throws IOException {
        long total = bytes + count;
        if (total > maxSize) {
            throw new TooLargeException();
        }
        digest.update(array, offset, count);
        if (start != null && start.size() < MediaLength.HEAD) {
            start.write(array, offset, Math.min(count, MediaLength.HEAD - start.size()));
        }
        if (copy != null) {
            copy.write(array, offset, count);
        }
        bytes = total;
    }

    /** Checks that the body was complete; returns the hash of the media. */
    String complete() throws MalformedException {
        scanner.end();
        String value = HexFormat.of().formatHex(digest.digest());
        hash = value;
        if (start != null) {
            length = MediaLength.of(start.toByteArray(), bytes).orElse(null);
        }
        return value;
    }

    /** Makes this the call's media. */
    void accept() throws IOException {
        if (copy != null) {
            copy.keep(callId + "." + extension);
        }
        accepted = true;
        outcome = "accepted";
    }

    /** Notes why it is not accepted. */
    void refused(String reason) {
        outcome = reason;
    }

    /** The state of the upload now. */
    GongUpload snapshot() {
        return new GongUpload(
                callId,
                bytes,
                exchange.received(),
                hash,
                length,
                headers,
                partHeaders,
                started,
                ended,
                status,
                accepted,
                outcome,
                copy == null ? null : copy.path());
    }

    private void answered(int answer) {
        status = answer;
        if (outcome.equals(UNDER_WAY)) {
            outcome = "answered " + answer;
        }
        end();
    }

    private void broken(String reason) {
        outcome = accepted ? "accepted, but " + reason : reason;
        end();
    }

    private void end() {
        ended = Instant.now();
        start = null;
        if (copy != null) {
            copy.dropPartial();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
