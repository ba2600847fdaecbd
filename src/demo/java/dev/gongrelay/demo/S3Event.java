package dev.gongrelay.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The event that S3 sends for a new object (AWS, "Event message structure", version 2.1). */
final class S3Event {
    private static final ObjectMapper JSON = new ObjectMapper();

    private S3Event() {}

    /** @param eTag as S3 gives it, quotes included */
    static String of(String bucket, String key, long size, String eTag) {
        ObjectNode event = JSON.createObjectNode();
        ObjectNode entry = event.putArray("Records").addObject();
        entry.put("eventVersion", "2.1")
                .put("eventSource", "aws:s3")
                .put("awsRegion", "us-east-1")
                .put("eventTime", Instant.now().toString())
                .put("eventName", "ObjectCreated:Put");
        ObjectNode place = entry.putObject("s3").put("s3SchemaVersion", "1.0");
        place.putObject("bucket").put("name", bucket).put("arn", "arn:aws:s3:::" + bucket);
        place.putObject("object")
                .put("key", URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/"))
                .put("size", size)
                .put("eTag", eTag.replace("\"", ""))
                .put("sequencer", "0A1B2C3D4E5F678901");
        return event.toString();
    }
}
