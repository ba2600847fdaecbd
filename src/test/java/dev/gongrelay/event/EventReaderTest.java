package dev.gongrelay.event;

import static dev.gongrelay.event.SampleEvents.parse;
import static dev.gongrelay.event.SampleEvents.recorded;
import static dev.gongrelay.event.SampleEvents.s3Notification;
import static dev.gongrelay.event.SampleEvents.sqs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.failure.PermanentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events as text. EnvelopesTest has what they announce, as trees, and EnvelopesFuzzTest compares the two. */
class EventReaderTest {
    private final Envelopes envelopes = new Envelopes(SampleEvents.JSON);

    @Test
    void takes_messages_of_a_queue_whatever_is_around_them() throws IOException {
        String good = recorded("eventbridge.moto.json").toString();
        ObjectNode event = parse("{\"before\": [1, {}], \"Records\": null}").deepCopy();
        ArrayNode records = event.putArray("Records");
        records.add(7).addNull();
        records.add(s3Notification("ObjectCreated:Put", "recordings", "a.wav").at("/Records/0"));
        records.addAll((ArrayNode) sqs(good, "no event").get("Records"));
        event.put("after", true);

        List<Delivery> deliveries = open(event.toString()).deliveries();

        assertThat(deliveries).extracting(Delivery::id).containsExactly("", "", "", "message-1", "message-2");
        assertThat(deliveries.get(3).references()).hasSize(1);
        assertThat(deliveries.get(3).original()).isEqualTo(good);
    }

    @Test
    void takes_what_a_pipe_sends() throws IOException {
        assertThat(open(recorded("sqs-pipes.json").toString()).deliveries())
                .flatExtracting(Delivery::references)
                .containsExactly(new RecordingReference("recordings", "calls/a.wav", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Records\": {\"first\": {\"s3\": {}}}}",
                "{\"Records\": {\"first\": {\"Sns\": {}}}}",
                "{\"Records\": {\"first\": {\"eventSource\": \"aws:sqs\"}}}",
                "{\"invocationSchemaVersion\": \"1.0\", \"tasks\": {\"first\": {}}}"
            })
    void reads_the_other_messages_when_one_has_an_object_in_the_place_of_a_list(String malformed) throws IOException {
        String good = recorded("eventbridge.moto.json").toString();

        List<Delivery> deliveries = open(sqs(malformed, good).toString()).deliveries();

        assertThat(deliveries.get(0).defects()).isNotEmpty();
        assertThat(deliveries.get(1).references()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"text\"", "7", "[]", "{}", "[1]", "{\"Records\": []}", "{\"Records\": {}}"})
    void rejects_what_is_not_an_event(String event) {
        assertThatThrownBy(() -> open(event))
                .isInstanceOf(PermanentException.class)
                .hasMessageContaining("no known format");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''              | the event is empty
            {"Records":[{   | the event is not JSON
            [               | the event is not JSON
            {"a" s3cr3t     | the event is not JSON
            s3cr3t          | the event is not JSON
            """)
    void rejects_what_is_not_json(String event, String message) {
        assertThatThrownBy(() -> open(event))
                .isInstanceOf(PermanentException.class)
                .hasMessage(message);
    }

    private Envelope open(String event) throws IOException {
        InputStream stream = new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8));
        return envelopes.open(stream);
    }
}
