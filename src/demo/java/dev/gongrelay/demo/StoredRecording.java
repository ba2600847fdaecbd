package dev.gongrelay.demo;

import dev.gongrelay.simulator.EmbeddedS3;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;

/** The demo's recording and its sidecar, in S3. */
final class StoredRecording {
    private final S3Client s3;
    private final DemoOptions options;
    private final String key;
    private final AtomicLong stored = new AtomicLong();
    private final AtomicLong hashed = new AtomicLong();

    /** Nothing is stored yet. */
    StoredRecording(S3Client s3, DemoOptions options) {
        this.s3 = s3;
        this.options = options;
        key = "demo/" + options.name();
    }

    /** Its address, for people. */
    String address() {
        return "s3://" + EmbeddedS3.RECORDINGS + "/" + key;
    }

    /** The key of its receipt, under the settings' default prefix. */
    String receiptKey() {
        return "receipts/" + EmbeddedS3.RECORDINGS + "/" + key + ".json";
    }

    /** How many bytes of the recording were put by now. */
    long stored() {
        return stored.get();
    }

    /** How many bytes of the recording were read back by now. */
    long hashed() {
        return hashed.get();
    }

    /** Puts the sidecar, then the recording. */
    void put() {
        ContentStreamProvider content = () -> {
            try {
                return counted(options.open(), stored);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        s3.putObject(
                request ->
                        request.bucket(EmbeddedS3.RECORDINGS).key(key + ".json").contentType("application/json"),
                RequestBody.fromString(options.details().toPrettyString()));
        s3.putObject(
                request -> request.bucket(EmbeddedS3.RECORDINGS).key(key),
                RequestBody.fromContentProvider(content, options.length(), "application/octet-stream"));
    }

    /** The event that S3 would send. */
    String event() {
        String eTag = s3.headObject(
                        request -> request.bucket(EmbeddedS3.RECORDINGS).key(key))
                .eTag();
        return S3Event.of(EmbeddedS3.RECORDINGS, key, options.length(), eTag);
    }

    /** Reads it back, and returns the SHA-256 of its bytes, in hexadecimal. */
    String sha256() {
        try (InputStream object = counted(
                        s3.getObject(
                                request -> request.bucket(EmbeddedS3.RECORDINGS).key(key)),
                        hashed);
                DigestInputStream in = new DigestInputStream(object, MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InputStream counted(InputStream from, AtomicLong done) {
        done.set(0);
        return new FilterInputStream(from) {
            @Override
            public int read() throws IOException {
                int read = super.read();
                done.addAndGet(read < 0 ? 0 : 1);
                return read;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = super.read(bytes, offset, length);
                done.addAndGet(Math.max(0, read));
                return read;
            }
        };
    }
}
