package dev.gongrelay.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Events as AWS sends them: recorded ones from the test resources, and others like the samples in AWS's documentation.
 */
public final class SampleEvents {
    static final ObjectMapper JSON = new ObjectMapper();

    private SampleEvents() {}

    /** A recorded event. */
    public static JsonNode recorded(String name) {
        try (InputStream file = SampleEvents.class.getResourceAsStream("/events/" + name)) {
            return JSON.readTree(Objects.requireNonNull(file, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A notification of S3 with an object for each of these form-encoded keys. */
    public static ObjectNode s3Notification(String eventName, String bucket, String... encodedKeys) {
        ObjectNode event = JSON.createObjectNode();
        ArrayNode records = event.putArray("Records");
        for (String encodedKey : encodedKeys) {
            ObjectNode record = (ObjectNode) parse("""
                    {
                      "eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "us-west-2",
                      "eventTime": "2026-01-01T00:00:00.000Z", "userIdentity": {"principalId": "AIDAJDPLRKLG7UEXAMPLE"},
                      "requestParameters": {"sourceIPAddress": "127.0.0.1"},
                      "responseElements": {"x-amz-request-id": "C3D13FE58DE4C810", "x-amz-id-2": "FMyUVURIY8/IgAtTv8xRjskZQpcIZ9KG4V5Wp6S7S/JRWeUWerMUE5JgHvANOjpD"},
                      "s3": {"s3SchemaVersion": "1.0", "configurationId": "testConfigRule", "bucket": {"ownerIdentity": {"principalId": "A3NL1KOZZKExample"}},
                        "object": {"size": 1024, "eTag": "d41d8cd98f00b204e9800998ecf8427e", "sequencer": "0055AED6DCD90281E5"}}
                    }""");
            record.put("eventName", eventName);
            record.withObject("/s3/bucket").put("name", bucket).put("arn", "arn:aws:s3:::" + bucket);
            record.withObject("/s3/object").put("key", encodedKey);
            records.add(record);
        }
        return event;
    }

    /** An event of EventBridge about an object, with its raw key. */
    public static ObjectNode eventBridge(String detailType, String bucket, String key) {
        ObjectNode event = (ObjectNode) parse("""
                {
                  "version": "0", "id": "17793124-05d4-b198-2fde-7ededc63b103", "source": "aws.s3", "account": "111122223333",
                  "time": "2026-01-01T00:00:00Z", "region": "ca-central-1", "resources": ["arn:aws:s3:::recordings"],
                  "detail": {"version": "0", "bucket": {}, "object": {"size": 5, "etag": "b1946ac92492d2347c6235b4d2611184", "sequencer": "00617F08299329D189"},
                    "request-id": "N4N7GDK58NMKJ12R", "requester": "123456789012", "source-ip-address": "1.2.3.4", "reason": "PutObject"}
                }""");
        event.put("detail-type", detailType);
        event.withObject("/detail/bucket").put("name", bucket);
        event.withObject("/detail/object").put("key", key);
        return event;
    }

    /** A batch of queue messages with the IDs {@code message-1}, {@code message-2} and so on. */
    public static ObjectNode sqs(String... bodies) {
        ObjectNode event = JSON.createObjectNode();
        ArrayNode records = event.putArray("Records");
        for (String body : bodies) {
            ObjectNode record = (ObjectNode) parse("""
                    {
                      "attributes": {"ApproximateReceiveCount": "3", "SentTimestamp": "1545082649183", "SenderId": "AIDAIENQZJOLO23YVJ4VO",
                        "ApproximateFirstReceiveTimestamp": "1545082649185"},
                      "messageAttributes": {}, "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3", "eventSource": "aws:sqs",
                      "eventSourceARN": "arn:aws:sqs:us-east-2:123456789012:recordings", "awsRegion": "us-east-2"
                    }""");
            int number = records.size() + 1;
            record.put("messageId", "message-" + number)
                    .put("receiptHandle", "receipt-" + number)
                    .put("body", body);
            records.add(record);
        }
        return event;
    }

    /** A batch of messages as EventBridge Pipes sends it: a bare array. */
    public static JsonNode pipe(String... bodies) {
        return sqs(bodies).get("Records");
    }

    /** The event that a topic sends to a function. */
    public static ObjectNode sns(String message) {
        ObjectNode event = JSON.createObjectNode();
        event.putArray("Records")
                .addObject()
                .put("EventVersion", "1.0")
                .put("EventSource", "aws:sns")
                .put("EventSubscriptionArn", "arn:aws:sns:us-east-1:123456789012:recordings:21be56ed")
                .set("Sns", snsNotification(message));
        return event;
    }

    /** The notification that a topic sends to a queue. */
    public static ObjectNode snsNotification(String message) {
        ObjectNode event = (ObjectNode) recorded("sns-message.moto.json");
        return event.put("Message", message);
    }

    /** The record that Lambda sends to an on-failure destination. */
    public static ObjectNode onFailure(JsonNode requestPayload) {
        ObjectNode event = (ObjectNode) parse("""
                {
                  "version": "1.0", "timestamp": "2026-01-01T00:00:00.000Z",
                  "requestContext": {"requestId": "e4b46cbf-b738-xmpl-8880-a18cdf61200e",
                    "functionArn": "arn:aws:lambda:us-east-2:123456789012:function:relay:$LATEST", "condition": "RetriesExhausted", "approximateInvokeCount": 3},
                  "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
                  "responsePayload": {"errorMessage": "gong-unavailable", "errorType": "dev.gongrelay.event.RelayFailedException"}
                }""");
        event.set("requestPayload", requestPayload);
        return event;
    }

    /** A task of S3 Batch Operations in schema 1.0. */
    public static ObjectNode batch1(String bucket, String encodedKey, @Nullable String versionId) {
        ObjectNode event = (ObjectNode) parse("""
                {
                  "invocationSchemaVersion": "1.0", "invocationId": "YXNkbGZqYWRmaiBhc2RmdW9hZHNmZGpmaGFzbGtkaGZza2RmaAo",
                  "job": {"id": "f3cc4f60-61f6-4a2b-8a21-d07600c373ce"}, "tasks": [{"taskId": "dGFza2lkZ29lc2hlcmUK"}]
                }""");
        ((ObjectNode) event.at("/tasks/0"))
                .put("s3Key", encodedKey)
                .put("s3VersionId", versionId)
                .put("s3BucketArn", "arn:aws:s3:::" + bucket);
        return event;
    }

    /** A task of S3 Batch Operations in schema 2.0. */
    public static ObjectNode batch2(String bucket, String encodedKey) {
        ObjectNode event = batch1(bucket, encodedKey, null).put("invocationSchemaVersion", "2.0");
        event.withObject("/job").putObject("userArguments").put("k1", "v1");
        ((ObjectNode) event.at("/tasks/0")).put("s3Bucket", bucket).remove("s3BucketArn");
        return event;
    }
}
