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
import static dev.gongrelay.event.SampleEvents.sqs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.event.Answer.Verdict;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RepliesTest {
    private static final String BODY =
            s3Notification("ObjectCreated:Put", "recordings", "call.wav").toString();

    private final Envelopes envelopes = new Envelopes(SampleEvents.JSON);

    @Test
    void names_to_a_queue_each_message_that_is_not_done() {
        Envelope envelope = envelopes.open(sqs(BODY, BODY, BODY, BODY));
        List<Delivery> deliveries = envelope.deliveries();

        Object reply = envelope.reply(List.of(
                new Answer(deliveries.get(2), Verdict.REJECTED, "no dead-letter queue"),
                new Answer(deliveries.get(0), Verdict.DONE, "relayed"),
                new Answer(deliveries.get(1), Verdict.RETRY, "throttled")));

        assertThat(json(reply)).isEqualTo(parse("""
                        {"batchItemFailures": [
                          {"itemIdentifier": "message-2"}, {"itemIdentifier": "message-3"}, {"itemIdentifier": "message-4"}]}"""));
    }

    @Test
    void tells_a_queue_that_everything_is_done() {
        Envelope envelope = envelopes.open(sqs(BODY));

        Object reply = envelope.reply(List.of(new Answer(envelope.deliveries().get(0), Verdict.DONE, "relayed")));

        assertThat(json(reply)).isEqualTo(parse("{\"batchItemFailures\": []}"));
    }

    @Test
    void answers_a_pipe_as_it_answers_a_queue() {
        Envelope envelope = envelopes.open(pipe(BODY, BODY));
        List<Delivery> deliveries = envelope.deliveries();

        Object reply = envelope.reply(List.of(
                new Answer(deliveries.get(0), Verdict.DONE, "relayed"),
                new Answer(deliveries.get(1), Verdict.RETRY, "throttled")));

        assertThat(json(reply)).isEqualTo(parse("""
                        {"batchItemFailures": [{"itemIdentifier": "message-2"}]}"""));
    }

    @ParameterizedTest
    @CsvSource({"DONE, Succeeded", "RETRY, TemporaryFailure", "REJECTED, PermanentFailure"})
    void tells_a_batch_job_what_became_of_its_task(Verdict verdict, String code) {
        assertThat(Stream.of(batch1("recordings", "call.wav", "v1"), batch2("recordings", "call.wav")))
                .allSatisfy(event -> {
                    Envelope envelope = envelopes.open(event);

                    Object reply = envelope.reply(
                            List.of(new Answer(envelope.deliveries().get(0), verdict, "because")));

                    assertThat(json(reply)).isEqualTo(parse("""
                                    {"invocationSchemaVersion": %s, "treatMissingKeysAs": "TemporaryFailure",
                                     "invocationId": "YXNkbGZqYWRmaiBhc2RmdW9hZHNmZGpmaGFzbGtkaGZza2RmaAo",
                                     "results": [{"taskId": "dGFza2lkZ29lc2hlcmUK", "resultCode": "%s", "resultString": "because"}]}""".formatted(event.get("invocationSchemaVersion"), code)));
                });
    }

    @Test
    void has_a_batch_job_retry_a_task_that_was_not_tried() {
        Envelope envelope = envelopes.open(batch1("recordings", "call.wav", null));

        JsonNode reply = json(envelope.reply(List.of()));

        assertThat(reply.at("/results/0/resultCode").asText()).isEqualTo("TemporaryFailure");
    }

    @Test
    void shortens_what_a_batch_job_is_told_between_characters() {
        Envelope envelope = envelopes.open(batch1("recordings", "call.wav", null));
        Delivery delivery = envelope.deliveries().get(0);

        JsonNode longest = json(envelope.reply(List.of(new Answer(delivery, Verdict.REJECTED, "x".repeat(1024)))));
        JsonNode longer =
                json(envelope.reply(List.of(new Answer(delivery, Verdict.REJECTED, "x".repeat(1022) + "🎙🎙"))));

        assertThat(longest.at("/results/0/resultString").asText()).isEqualTo("x".repeat(1024));
        assertThat(longer.at("/results/0/resultString").asText()).isEqualTo("x".repeat(1022) + "…");
    }

    @ParameterizedTest
    @MethodSource("direct")
    void answers_nothing_to_an_event_that_is_done(JsonNode event) {
        Envelope envelope = envelopes.open(event);

        Object reply = envelope.reply(List.of(new Answer(envelope.deliveries().get(0), Verdict.DONE, "relayed")));

        assertThat(reply).isNull();
    }

    static Stream<JsonNode> direct() {
        return Stream.of(
                s3Notification("ObjectCreated:Put", "recordings", "call.wav"),
                eventBridge("Object Created", "recordings", "call.wav"),
                sns(BODY),
                onFailure(parse(BODY)),
                recorded("s3-test-event.moto.json"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Verdict.class,
            names = {"RETRY", "REJECTED"})
    void fails_the_invocation_with_the_reason_when_lambda_can_not_be_told_otherwise(Verdict verdict) {
        Envelope envelope = envelopes.open(parse(BODY));
        Answer answer =
                new Answer(envelope.deliveries().get(0), verdict, "s3://recordings/call.wav: gong-throttled: 429");

        assertThatThrownBy(() -> envelope.reply(List.of(answer)))
                .isInstanceOf(RelayFailedException.class)
                .hasMessage("s3://recordings/call.wav: gong-throttled: 429");
    }

    @Test
    void fails_the_invocation_with_a_message_of_bounded_length() {
        Envelope envelope = envelopes.open(parse(BODY));
        Answer answer = new Answer(envelope.deliveries().get(0), Verdict.RETRY, "x".repeat(5000));

        assertThatThrownBy(() -> envelope.reply(List.of(answer)))
                .extracting(Throwable::getMessage)
                .asString()
                .hasSize(2000);
    }

    @Test
    void fails_the_invocation_when_its_event_was_not_tried() {
        Envelope envelope = envelopes.open(parse(BODY));

        assertThatThrownBy(() -> envelope.reply(List.of())).isInstanceOf(RelayFailedException.class);
    }

    private static JsonNode json(@Nullable Object reply) {
        return SampleEvents.JSON.valueToTree(reply);
    }
}
