package dev.gongrelay.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.simulator.EmbeddedS3;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;

/** The demo's recording and its sidecar, in S3. */
final class StoredRecording {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final S3Client s3;
    private final DemoOptions options;
    private final String key;

    /** Nothing is stored yet. */
    StoredRecording(S3Client s3, DemoOptions options) {
        this.s3 = s3;
        this.options = options;
        key = "demo/" + options.name();
    }

    /** Where it lies, for people. */
    String address() {
        return "s3://" + EmbeddedS3.RECORDINGS + "/" + key;
    }

    /** Puts the sidecar, then the recording. */
    void put() {
        ContentStreamProvider content = () -> {
            try {
                return options.open();
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

    /** The event that S3 would send (AWS, "Event message structure", version 2.1). */
    String event() {
        String eTag = s3.headObject(
                        request -> request.bucket(EmbeddedS3.RECORDINGS).key(key))
                .eTag();
        ObjectNode event = JSON.createObjectNode();
        ObjectNode entry = event.putArray("Records").addObject();
        entry.put("eventVersion", "2.1")
                .put("eventSource", "aws:s3")
                .put("awsRegion", "us-east-1")
                .put("eventTime", Instant.now().toString())
                .put("eventName", "ObjectCreated:Put");
        ObjectNode place = entry.putObject("s3").put("s3SchemaVersion", "1.0");
        place.putObject("bucket")
                .put("name", EmbeddedS3.RECORDINGS)
                .put("arn", "arn:aws:s3:::" + EmbeddedS3.RECORDINGS);
        place.putObject("object")
                .put("key", URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/"))
                .put("size", options.length())
                .put("eTag", eTag.replace("\"", ""))
                .put("sequencer", "0A1B2C3D4E5F678901");
        return event.toString();
    }

    /** Reads it back, and gives the SHA-256 of what came, in hexadecimal. */
    String sha256() {
        try (InputStream object = s3.getObject(
                        request -> request.bucket(EmbeddedS3.RECORDINGS).key(key));
                DigestInputStream in = new DigestInputStream(object, MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
