package dev.gongrelay.event;

import static dev.gongrelay.event.SampleEvents.batch1;
import static dev.gongrelay.event.SampleEvents.batch2;
import static dev.gongrelay.event.SampleEvents.eventBridge;
import static dev.gongrelay.event.SampleEvents.onFailure;
import static dev.gongrelay.event.SampleEvents.parse;
import static dev.gongrelay.event.SampleEvents.pipe;
import static dev.gongrelay.event.SampleEvents.recorded;
import static dev.gongrelay.event.SampleEvents.s3Notification;
import static dev.gongrelay.event.SampleEvents.sns;
import static dev.gongrelay.event.SampleEvents.snsNotification;
import static dev.gongrelay.event.SampleEvents.sqs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopesTest {
    private static final String KEY = "calls/a b+c%20ü/日本 &=?#.mp3";
    private static final String ENCODED_KEY = "calls/a+b%2Bc%2520%C3%BC/%E6%97%A5%E6%9C%AC+%26%3D%3F%23.mp3";
    private static final RecordingReference RECORDING = new RecordingReference("recordings", KEY, null);

    private final Envelopes envelopes = new Envelopes(SampleEvents.JSON);

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("announcementsInCarriers")
    void finds_the_recording_in_every_announcement_however_it_is_carried(
            String carrier, String announcement, JsonNode event) {
        Envelope envelope = envelopes.open(event);

        assertThat(envelope.deliveries()).singleElement().satisfies(delivery -> {
            assertThat(delivery.references()).containsExactly(RECORDING);
            assertThat(delivery.defects()).isEmpty();
        });
    }

    static Stream<Arguments> announcementsInCarriers() {
        Map<String, JsonNode> announcements = Map.ofEntries(
                Map.entry("recorded by moto from S3", recorded("s3-notification.moto.json")),
                Map.entry("recorded by MinIO", recorded("s3-notification.minio.json")),
                Map.entry("recorded by moto from EventBridge", recorded("eventbridge.moto.json")),
                Map.entry("recorded by moto from SNS", recorded("sns-message.moto.json")),
                Map.entry("S3", s3Notification("ObjectCreated:Put", "recordings", ENCODED_KEY)),
                Map.entry(
                        "S3, multipart",
                        s3Notification("ObjectCreated:CompleteMultipartUpload", "recordings", ENCODED_KEY)),
                Map.entry("S3, restored", s3Notification("ObjectRestore:Completed", "recordings", ENCODED_KEY)),
                Map.entry(
                        "other store, restored",
                        s3Notification("s3:ObjectRestore:Completed", "recordings", ENCODED_KEY)),
                Map.entry("EventBridge", eventBridge("Object Created", "recordings", KEY)),
                Map.entry("EventBridge, restored", eventBridge("Object Restore Completed", "recordings", KEY)),
                Map.entry("S3 Batch Operations 1.0", batch1("recordings", ENCODED_KEY, null)),
                Map.entry("S3 Batch Operations 2.0", batch2("recordings", ENCODED_KEY)));
        Map<String, UnaryOperator<JsonNode>> carriers = Map.of(
                "directly", event -> event,
                "by SQS", event -> sqs(event.toString()),
                "by a pipe", event -> pipe(event.toString()),
                "by SNS", event -> sns(event.toString()),
                "by SNS in SQS", event -> sqs(snsNotification(event.toString()).toString()),
                "after failing", event -> onFailure(event),
                "by SQS after failing", event -> sqs(onFailure(event).toString()),
                "by SQS after failing from SNS",
                        event -> sqs(onFailure(sns(event.toString())).toString()),
                "after failing from SQS", event -> onFailure(sqs(event.toString())),
                "by SQS after failing from a pipe",
                        event -> sqs(onFailure(pipe(event.toString())).toString()));
        return carriers.entrySet().stream()
                .flatMap(carrier -> announcements.entrySet().stream()
                        .map(announcement -> arguments(
                                carrier.getKey(),
                                announcement.getKey(),
                                carrier.getValue().apply(announcement.getValue()))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    call.wav                | call.wav
                    a+b.wav                 | a b.wav
                    a%20b.wav               | a b.wav
                    a%2Bb.wav               | a+b.wav
                    a%2bb.wav               | a+b.wav
                    100%25.wav              | 100%.wav
                    %252B.wav               | %2B.wav
                    %C3%BC.wav              | ü.wav
                    ü.wav                   | ü.wav
                    %F0%9F%8E%99.wav        | 🎙.wav
                    a/b//c/../d.wav         | a/b//c/../d.wav
                    %26%3D%3F%23%5C%22.wav  | &=?#\\".wav
                    """)
    void decodes_the_keys_of_s3_and_of_batch_jobs_as_forms_do(String encoded, String key) {
        Envelope notification = envelopes.open(s3Notification("ObjectCreated:Put", "recordings", encoded));
        Envelope batch = envelopes.open(batch2("recordings", encoded));

        assertThat(notification.deliveries().get(0).references())
                .containsExactly(new RecordingReference("recordings", key, null));
        assertThat(batch.deliveries().get(0).references())
                .containsExactly(new RecordingReference("recordings", key, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a+b.wav", "a%20b.wav", "100%.wav", "%zz", "%C3.wav", "🎙.wav"})
    void takes_the_keys_of_event_bridge_as_they_are(String key) {
        Envelope envelope = envelopes.open(eventBridge("Object Created", "recordings", key));

        assertThat(envelope.deliveries().get(0).references())
                .containsExactly(new RecordingReference("recordings", key, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    100%.wav    | "%.w" at byte 3
                    a%          | "%" at byte 1
                    a%4         | "%4" at byte 1
                    a%+1        | "%?1" at byte 1
                    %é1         | "%?" at byte 0
                    %C3.wav     | not UTF-8
                    %C0%AF      | not UTF-8
                    %ED%A0%80   | not UTF-8
                    """)
    void rejects_a_malformed_key_instead_of_guessing_another_object(String encoded, String message) {
        Envelope envelope = envelopes.open(s3Notification("ObjectCreated:Put", "recordings", encoded));

        assertThat(envelope.deliveries()).singleElement().satisfies(delivery -> {
            assertThat(delivery.references()).isEmpty();
            assertThat(delivery.defects())
                    .singleElement()
                    .hasFieldOrPropertyWithValue("code", FailureCode.EVENT_INVALID)
                    .extracting(Throwable::getMessage)
                    .asString()
                    .contains("malformed", message);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
                    3/L4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY | 3/L4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY
                    null                              | none
                    ''                                | none
                    none                              | none
                    """)
    void names_the_version_if_the_object_has_one(@Nullable String versionId, @Nullable String expected) {
        ObjectNode notification = s3Notification("ObjectCreated:Put", "recordings", "call.wav");
        ((ObjectNode) notification.at("/Records/0/s3/object")).put("versionId", versionId);
        ObjectNode eventBridge = eventBridge("Object Created", "recordings", "call.wav");
        eventBridge.withObject("/detail/object").put("version-id", versionId);
        ObjectNode batch = batch1("recordings", "call.wav", versionId);

        assertThat(Stream.of(notification, eventBridge, batch).map(envelopes::open))
                .allSatisfy(envelope -> assertThat(envelope.deliveries().get(0).references())
                        .containsExactly(new RecordingReference("recordings", "call.wav", expected)));
    }

    @Test
    void reads_a_message_behind_a_byte_order_mark() {
        Envelope envelope = envelopes.open(sqs("\ufeff" + eventBridge("Object Created", "recordings", KEY)));

        assertThat(envelope.deliveries().get(0).references()).containsExactly(RECORDING);
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void says_what_it_can_not_read(JsonNode event, String message) {
        Envelope envelope = envelopes.open(event);

        assertThat(envelope.deliveries()).singleElement().satisfies(delivery -> {
            assertThat(delivery.references()).isEmpty();
            assertThat(delivery.defects())
                    .singleElement()
                    .hasFieldOrPropertyWithValue("code", FailureCode.EVENT_INVALID)
                    .extracting(Throwable::getMessage)
                    .asString()
                    .contains(message);
        });
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                arguments(
                        s3Notification("ObjectRemoved:Delete", "recordings", "call.wav"),
                        "\"ObjectRemoved:Delete\" announces no new object"),
                arguments(
                        s3Notification("s3:LifecycleExpiration:Delete", "recordings", "call.wav"),
                        "\"s3:LifecycleExpiration:Delete\" announces no new object"),
                arguments(
                        s3Notification("ObjectRestore:Post", "recordings", "call.wav"),
                        "\"ObjectRestore:Post\" announces no new object"),
                arguments(
                        eventBridge("Object Deleted", "recordings", "call.wav"),
                        "\"Object Deleted\" announces no new object"),
                arguments(
                        eventBridge("Object Restore Initiated", "recordings", "call.wav"),
                        "\"Object Restore Initiated\" announces no new object"),
                arguments(
                        eventBridge(
                                "Call of\n+49 30 1234567 <jane@example.com> with someone", "recordings", "call.wav"),
                        "\"Call of??number? ??address?? with someon…\""),
                arguments(s3Notification("ObjectCreated:Put", "", "call.wav"), "not a valid bucket name"),
                arguments(s3Notification("ObjectCreated:Put", "a/b", "call.wav"), "not a valid bucket name"),
                arguments(s3Notification("ObjectCreated:Put", "recordings", ""), "key is empty"),
                arguments(batch1("recordings", "", null), "key is empty"),
                arguments(
                        eventBridge("Object Created", "recordings", "ü".repeat(513)),
                        "key has 1026 bytes; S3 allows 1024"),
                arguments(eventBridge("Object Created", "recordings", "\ud800.wav"), "object.key is not Unicode text"),
                arguments(parse("{\"detail-type\": \"Object Created\", \"detail\": {}}"), "no detail.bucket.name"),
                arguments(parse("{\"detail-type\": 7, \"detail\": {}}"), "detail-type is not Unicode text"),
                arguments(parse("{\"Records\": [{\"s3\": {}}]}"), "no eventName"),
                arguments(
                        parse("{\"invocationSchemaVersion\": \"2.0\", \"tasks\": [{\"s3Key\": \"a\"}]}"),
                        "no s3BucketArn"),
                arguments(parse("{\"Records\": [{\"Sns\": {}}]}"), "no Sns.Message"),
                arguments(parse("{\"Records\": [{\"eventSource\": \"aws:sqs\"}]}"), "no body"),
                arguments(parse("[{\"eventSource\": \"aws:sqs\", \"body\": null}]"), "no body"),
                arguments(parse("{\"Records\": [{\"s3\": {}, \"eventName\": 7}]}"), "eventName is not Unicode text"),
                arguments(
                        parse("{\"Records\": [{\"eventName\": \"ObjectCreated:Put\", \"s3\": {\"bucket\":"
                                + " {\"name\": \"recordings\"}, \"object\": {\"key\": 123}}}]}"),
                        "s3.object.key is not Unicode text"),
                arguments(
                        eventBridge("Object Created", "recordings", "a.wav").set("detail", parse("null")),
                        "no detail.bucket.name"),
                arguments(sqs("[null]"), "no known format"),
                // What an input transformer leaves of an event, which no longer says whether an object was made or
                // deleted.
                arguments(
                        sqs(eventBridge("Object Created", "recordings", "a.wav")
                                .get("detail")
                                .toString()),
                        "no known format: it has the fields [version, bucket, object"),
                arguments(sns("You have chosen to subscribe"), "not JSON"),
                arguments(sqs(snsNotification("You have chosen to subscribe").toString()), "not JSON"),
                arguments(sqs("{\"+49 30 1234567\": 1}"), "it has the fields [?number?]"),
                arguments(sqs(""), "not JSON"),
                arguments(sqs("You have chosen to subscribe"), "not JSON"),
                arguments(
                        sqs(snsNotification("You have chosen to subscribe")
                                .put("Type", "SubscriptionConfirmation")
                                .toString()),
                        "until its subscription is confirmed: open the message's SubscribeURL"),
                arguments(
                        sqs(snsNotification("You have chosen to deactivate")
                                .put("Type", "UnsubscribeConfirmation")
                                .toString()),
                        "the topic's subscription was deleted"),
                arguments(sqs("{} {}"), "not JSON"),
                arguments(sqs("[".repeat(5000)), "nesting depth"),
                arguments(sqs("[]"), "no known format: it is not an object but array"),
                arguments(sqs("{\"caller\": \"+49 30 1234567\"}"), "no known format: it has the fields [caller]"),
                arguments(onFailure(parse("null")), "no known format: it is not an object but null"));
    }

    @Test
    void rejects_an_event_of_unknown_format_and_names_its_fields_but_no_values() {
        JsonNode event = parse("""
                {"Records": [{"kinesis": {"data": "secret"}, "eventSource": "aws:kinesis"}],
                 "a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6, "<script>": 7, "h": 8}""");

        assertThatThrownBy(() -> envelopes.open(event))
                .isInstanceOf(PermanentException.class)
                .hasFieldOrPropertyWithValue("code", FailureCode.EVENT_INVALID)
                .hasMessage("the event has no known format: it has the fields"
                        + " [Records, a, b, c, d, e, f, ?script?, …] and in its first record [kinesis, eventSource]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "\"text\"", "7", "[]", "{}", "{\"Records\": []}", "{\"Records\": {}}", "{\"tasks\": []}"
            })
    void rejects_everything_else_that_is_not_an_event(String event) {
        assertThatThrownBy(() -> envelopes.open(parse(event)))
                .isInstanceOf(PermanentException.class)
                .hasMessageContaining("no known format");
    }

    @Test
    void reads_nothing_in_the_event_that_s3_sends_when_a_notification_is_set_up() {
        JsonNode test = recorded("s3-test-event.moto.json");

        assertThat(Stream.of(
                                test,
                                sqs(test.toString()),
                                sqs(snsNotification(test.toString()).toString()))
                        .map(envelopes::open)
                        .flatMap(envelope -> envelope.deliveries().stream()))
                .hasSize(3)
                .allSatisfy(delivery -> {
                    assertThat(delivery.references()).isEmpty();
                    assertThat(delivery.defects()).isEmpty();
                });
    }

    @Test
    void reads_the_good_records_of_a_notification_beside_the_bad_ones() {
        ObjectNode event = s3Notification("ObjectCreated:Put", "recordings", "a.wav", "%", "c.wav", "d.wav");
        ((ObjectNode) event.at("/Records/2")).remove("s3");

        Delivery delivery = envelopes.open(event).deliveries().get(0);

        assertThat(delivery.references()).extracting(RecordingReference::key).containsExactly("a.wav", "d.wav");
        assertThat(delivery.defects())
                .extracting(Throwable::getMessage)
                .containsExactly(
                        "record 2 of 4: the event's key is malformed: \"%\" at byte 0 is not an escape sequence",
                        "record 3 of 4: the event has no s3.bucket.name");
    }

    @Test
    void makes_each_message_of_a_queue_a_delivery_of_its_own() {
        String good = s3Notification("ObjectCreated:Put", "recordings", "a.wav", "b.wav")
                .toString();
        ObjectNode event = sqs("hopeless", good);

        Envelope envelope = envelopes.open(event);

        assertThat(envelope.keepsRejections()).isFalse();
        assertThat(envelope.deliveries())
                .extracting(
                        Delivery::id,
                        delivery -> delivery.references().size(),
                        delivery -> delivery.defects().size(),
                        Delivery::original)
                .containsExactly(tuple("message-1", 0, 1, "hopeless"), tuple("message-2", 2, 0, good));
        assertThat(envelope.deliveries().get(1).message())
                .contains(new QueueMessage(
                        "receipt-2",
                        "arn:aws:sqs:us-east-2:123456789012:recordings",
                        3,
                        Instant.ofEpochMilli(1545082649183L)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqs-pipes.json", "sqs-fifo.json"})
    void reads_each_message_of_a_pipe_and_of_a_fifo_queue(String event) {
        assertThat(envelopes.open(recorded(event)).deliveries()).singleElement().satisfies(delivery -> {
            assertThat(delivery.id()).isEqualTo("m1");
            assertThat(delivery.message()).isPresent();
        });
    }

    @Test
    void distinguishes_a_missing_name_from_one_that_is_the_text_null() {
        JsonNode message = parse("""
                [{"eventSource": "aws:sqs", "messageId": null, "receiptHandle": null, "body": null, "attributes": null}]""");
        JsonNode job = parse("""
                {"invocationSchemaVersion": "1.0", "invocationId": null, "tasks": [{"taskId": null}]}""");

        assertThat(Stream.of(message, job).map(envelopes::open))
                .allSatisfy(envelope -> assertThat(envelope.deliveries())
                        .singleElement()
                        .satisfies(delivery -> {
                            assertThat(delivery.id()).isEmpty();
                            assertThat(delivery.message()).isEmpty();
                            assertThat(delivery.defects()).hasSize(1);
                            assertThat(delivery.original())
                                    .contains("\"", "null")
                                    .isNotEqualTo("null");
                        }));
    }

    @Test
    void announces_a_recording_once_in_each_delivery_and_tells_which_are_announced_again() {
        String twice = s3Notification("ObjectCreated:Put", "recordings", "a.wav", "b.wav", "a.wav")
                .toString();
        String again = eventBridge("Object Created", "recordings", "b.wav").toString();

        Envelope envelope = envelopes.open(sqs(twice, again));

        assertThat(envelope.deliveries().get(0).references())
                .extracting(RecordingReference::key)
                .containsExactly("a.wav", "b.wav");
        assertThat(envelope.announcedAgain()).containsExactly(new RecordingReference("recordings", "b.wav", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many", ""})
    void treats_an_odd_receive_count_as_the_first(String count) {
        ObjectNode event = sqs("{}");
        ((ObjectNode) event.at("/Records/0/attributes")).put("ApproximateReceiveCount", count);

        Delivery delivery = envelopes.open(event).deliveries().get(0);

        assertThat(delivery.message())
                .get()
                .extracting(QueueMessage::receiveCount)
                .isEqualTo(1);
    }

    @Test
    void makes_no_queue_message_that_sqs_could_not_find_again() {
        ObjectNode event =
                sqs(s3Notification("ObjectCreated:Put", "recordings", "a.wav").toString());
        ((ObjectNode) event.at("/Records/0")).remove("receiptHandle");

        Delivery delivery = envelopes.open(event).deliveries().get(0);

        assertThat(delivery.message()).isEmpty();
        assertThat(delivery.references()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("directly")
    void keeps_an_original_that_announces_the_same_through_a_queue(JsonNode event) {
        Delivery direct = envelopes.open(event).deliveries().get(0);

        Delivery queued = envelopes.open(sqs(direct.original())).deliveries().get(0);

        assertThat(direct.original()).isASCII();
        assertThat(queued.references()).isEqualTo(direct.references()).isNotEmpty();
    }

    static Stream<JsonNode> directly() {
        return Stream.of(
                recorded("s3-notification.minio.json"),
                recorded("eventbridge.moto.json"),
                eventBridge("Object Created", "recordings", "\u0000\uffff🎙"),
                sns(recorded("eventbridge.moto.json").toString()),
                onFailure(recorded("eventbridge.moto.json")),
                batch1("recordings", ENCODED_KEY, "v1"));
    }

    @Test
    void makes_each_task_of_a_batch_job_a_delivery_of_its_own() {
        ObjectNode event = batch1("recordings", "a.wav", "v1");
        event.withArray("tasks").addObject().put("taskId", "second").put("s3Key", "%");

        Envelope envelope = envelopes.open(event);

        assertThat(envelope.keepsRejections()).isTrue();
        assertThat(envelope.deliveries())
                .extracting(
                        Delivery::id,
                        Delivery::references,
                        delivery -> delivery.defects().size())
                .containsExactly(
                        tuple("dGFza2lkZ29lc2hlcmUK", List.of(new RecordingReference("recordings", "a.wav", "v1")), 0),
                        tuple("second", List.of(), 1));
        assertThat(envelopes
                        .open(parse(envelope.deliveries().get(0).original()))
                        .deliveries())
                .singleElement()
                .extracting(Delivery::references)
                .isEqualTo(envelope.deliveries().get(0).references());
    }

    @Test
    void opens_only_so_many_envelopes_in_one_another() {
        JsonNode event = recorded("s3-notification.moto.json");
        for (int i = 0; i < 7; i++) {
            event = onFailure(event);
        }
        JsonNode atLimit = onFailure(event);
        JsonNode beyond = onFailure(atLimit);

        assertThat(envelopes.open(atLimit).deliveries().get(0).references()).containsExactly(RECORDING);
        assertThat(envelopes.open(beyond).deliveries().get(0).defects())
                .singleElement()
                .extracting(Throwable::getMessage)
                .isEqualTo("the event is wrapped in more than 8 envelopes");
    }
}
