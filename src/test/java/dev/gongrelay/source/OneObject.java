package dev.gongrelay.source;

import dev.gongrelay.event.RecordingReference;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** An S3 with one object of any size, which counts what is read of it. Only what is not zeros is in memory. */
final class OneObject implements S3Client {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");
    private static final String E_TAG = "\"tag\"";

    private final long sizeBytes;
    private final TreeMap<Long, byte[]> pieces;
    private int requests;
    private long bytesRead;

    /** An object with these bytes at these positions, and zeros elsewhere. */
    OneObject(long sizeBytes, Map<Long, byte[]> pieces) {
        this.sizeBytes = sizeBytes;
        this.pieces = new TreeMap<>(pieces);
    }

    OneObject(byte[] bytes) {
        this(bytes.length, Map.of(0L, bytes));
    }

    /** The format that the relay recognizes. */
    MediaFormat format() {
        return TestSource.objects(this)
                .format(new SourceObject(
                        new RecordingReference("bucket", "call", null),
                        sizeBytes,
                        E_TAG,
                        "binary/octet-stream",
                        Instant.EPOCH,
                        Map.of()));
    }

    int requests() {
        return requests;
    }

    long bytesRead() {
        return bytesRead;
    }

    @Override
    public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
        Matcher range = RANGE.matcher(request.range());
        if (!range.matches() || !E_TAG.equals(request.ifMatch())) {
            throw new IllegalArgumentException(request.toString());
        }
        long from = Long.parseLong(range.group(1));
        int count = (int) (Math.min(sizeBytes, Long.parseLong(range.group(2)) + 1) - from);
        requests++;
        bytesRead += count;
        try {
            return Objects.requireNonNull(transformer.transform(
                    GetObjectResponse.builder()
                            .contentRange("bytes " + from + "-" + (from + count - 1) + "/" + sizeBytes)
                            .build(),
                    AbortableInputStream.create(new ByteArrayInputStream(bytes(from, count)))));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] bytes(long from, int count) {
        byte[] bytes = new byte[count];
        for (Map.@Nullable Entry<Long, byte[]> piece = pieces.floorEntry(from + count - 1);
                piece != null;
                piece = pieces.lowerEntry(piece.getKey())) {
            long begin = Math.max(from, piece.getKey());
            long end = Math.min(from + count, piece.getKey() + piece.getValue().length);
            if (begin < end) {
                System.arraycopy(piece.getValue(), (int) (begin - piece.getKey()), bytes, (int) (begin - from), (int)
                        (end - begin));
            }
        }
        return bytes;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
