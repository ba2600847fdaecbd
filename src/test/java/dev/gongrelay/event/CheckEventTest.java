package dev.gongrelay.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckEventTest {
    private final Envelopes envelopes = new Envelopes(SampleEvents.JSON);

    @Test
    void asks_about_the_deployment() throws IOException {
        Envelope envelope = open("{\"check\": true}");

        assertThat(envelope.question()).contains(new CheckRequest(List.of(), false));
        assertThat(envelope.deliveries()).isEmpty();
    }

    @Test
    void asks_about_a_recording_by_its_raw_key() throws IOException {
        assertThat(open("{\"check\": \"s3://calls/a+b%20c/ d.wav\"}").question())
                .contains(new CheckRequest(List.of(new RecordingReference("calls", "a+b%20c/ d.wav", null)), false));
    }

    @Test
    void asks_about_many_recordings() throws IOException {
        assertThat(open("{\"check\": [\"s3://calls/a.wav\", \"s3://other/b.wav\"]}")
                        .question())
                .contains(new CheckRequest(
                        List.of(
                                new RecordingReference("calls", "a.wav", null),
                                new RecordingReference("other", "b.wav", null)),
                        true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "false",
                "null",
                "1",
                "{}",
                "[]",
                "\"\"",
                "\"a.wav\"",
                "\"s3://calls\"",
                "\"s3://calls/\"",
                "\"s3:///a\"",
                "\"S3://calls/a\"",
                "\"s3://arn:aws:s3:eu-west-1:123456789012:accesspoint/calls/a.wav\"",
                "\"s3://b/a.wav\"",
                "\"s3://b\u00fccher/a.wav\"",
                "\"s3://calls/\\ud800.wav\"",
                "[\"s3://calls/a.wav\", 1]",
                "[[\"s3://calls/a.wav\"]]"
            })
    void does_not_understand_what_asks_about_nothing(String check) throws IOException {
        assertThat(open("{\"check\": " + check + "}").question())
                .get()
                .isInstanceOfSatisfying(
                        UnclearQuestion.class,
                        question -> assertThat(question.problem())
                                .startsWith("a check must be true, an address")
                                .endsWith("or a list of up to 1000 addresses"));
    }

    @Test
    void asks_about_no_key_that_is_longer_than_s3_allows() throws IOException {
        assertThat(open("{\"check\": \"s3://calls/" + "a".repeat(1024) + "\"}").question())
                .get()
                .isInstanceOf(CheckRequest.class);
        assertThat(open("{\"check\": \"s3://calls/" + "a".repeat(1025) + "\"}").question())
                .get()
                .isInstanceOf(UnclearQuestion.class);
    }

    @Test
    void asks_about_no_more_than_can_be_answered() throws IOException {
        assertThat(open(checkOf(1000)).question())
                .get()
                .isInstanceOfSatisfying(
                        CheckRequest.class,
                        check -> assertThat(check.recordings()).hasSize(1000));
        assertThat(open(checkOf(1001)).question()).get().isInstanceOf(UnclearQuestion.class);
    }

    private static String checkOf(int many) {
        ObjectNode event = SampleEvents.JSON.createObjectNode();
        ArrayNode addresses = event.putArray("check");
        for (int number = 0; number < many; number++) {
            addresses.add("s3://calls/" + number + ".wav");
        }
        return event.toString();
    }

    @Test
    void is_not_accepted_from_a_queue() throws IOException {
        Envelope envelope = open(SampleEvents.sqs("{\"check\": true}").toString());

        assertThat(envelope.question()).isEmpty();
        assertThat(envelope.deliveries())
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.defects())
                        .singleElement()
                        .asString()
                        .contains("only a direct invocation can ask"));
    }

    private Envelope open(String event) throws IOException {
        return envelopes.open(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)));
    }
}
