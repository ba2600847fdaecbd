package dev.gongrelay.event;

import static dev.gongrelay.event.SampleEvents.batch1;
import static dev.gongrelay.event.SampleEvents.batch2;
import static dev.gongrelay.event.SampleEvents.eventBridge;
import static dev.gongrelay.event.SampleEvents.onFailure;
import static dev.gongrelay.event.SampleEvents.pipe;
import static dev.gongrelay.event.SampleEvents.recorded;
import static dev.gongrelay.event.SampleEvents.s3Notification;
import static dev.gongrelay.event.SampleEvents.sns;
import static dev.gongrelay.event.SampleEvents.snsNotification;
import static dev.gongrelay.event.SampleEvents.sqs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.event.Answer.Verdict;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Events with a few random changes, in themselves or in the events that they carry as text. */
class EnvelopesFuzzTest {
    private static final int SEEDS = 20;
    private static final int EVENTS_PER_SEED = 250;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "null",
            "%",
            "%zz",
            "%C3",
            "+",
            "\u0000",
            "\ud800",
            "🎙",
            "x".repeat(1025),
            "{}",
            "[]",
            "{",
            "\"text\"",
            "s3:TestEvent",
            "ObjectRemoved:Delete",
            "ObjectCreated:Put",
            "Object Deleted",
            "aws:sqs",
            "arn:aws:s3:::other");

    private static final List<JsonNode> SAMPLES = samples();

    private final Envelopes envelopes = new Envelopes(SampleEvents.JSON);

    private enum Outcome {
        REFUSED,
        ANNOUNCED,
        DEFECTIVE,
        PARTLY_DEFECTIVE
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void finds_recordings_or_says_what_is_wrong_whatever_the_event(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < EVENTS_PER_SEED; i++) {
            JsonNode event = mutated(SAMPLES.get(random.nextInt(SAMPLES.size())), random);

            assertThat(outcomes(event)).as("of %s", event).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void reads_a_good_message_whatever_lies_beside_it_in_the_batch(long seed) {
        Random random = new Random(seed);
        String good = recorded("eventbridge.moto.json").toString();
        for (int i = 0; i < EVENTS_PER_SEED; i++) {
            JsonNode sample = SAMPLES.get(random.nextInt(SAMPLES.size()));
            ObjectNode event = sqs(sample.toString(), good, sample.toString());
            ArrayNode messages = (ArrayNode) event.get("Records");
            messages.set(0, mutated(messages.get(0), random));
            messages.set(2, mutated(messages.get(2), random));

            List<Delivery> deliveries = envelopes.open(event).deliveries();

            assertThat(deliveries).hasSize(3);
            assertThat(deliveries.get(1).references()).as("of %s", event).hasSize(1);
            assertThat(deliveries.get(1).defects()).as("of %s", event).isEmpty();
        }
    }

    @Test
    void sees_every_outcome() {
        Set<Outcome> seen = EnumSet.noneOf(Outcome.class);
        Random random = new Random(1);

        for (int i = 0; i < 1000; i++) {
            seen.addAll(outcomes(mutated(SAMPLES.get(random.nextInt(SAMPLES.size())), random)));
        }

        assertThat(seen).containsExactlyInAnyOrder(Outcome.values());
    }

    static IntStream seeds() {
        return IntStream.range(0, SEEDS);
    }

    /**
     * Opens and answers an event as the relay does, checks what must hold for every event, and returns the outcomes.
     */
    private Set<Outcome> outcomes(JsonNode event) {
        Envelope envelope;
        try {
            envelope = envelopes.open(event);
        } catch (PermanentException e) {
            assertThat(e.code()).isEqualTo(FailureCode.EVENT_INVALID);
            assertReadable(e);
            assertThatThrownBy(() -> read(event)).hasMessage(e.getMessage());
            return EnumSet.of(Outcome.REFUSED);
        }
        assertThat(outline(read(event))).as("of %s", event).isEqualTo(outline(envelope));
        Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
        assertThat(envelope.deliveries()).isNotEmpty();
        for (Delivery delivery : envelope.deliveries()) {
            outcomes.add(outcome(delivery, event));
        }
        assertAnswered(envelope);
        return outcomes;
    }

    /** Opens the text of an event, as the function gets it. */
    private Envelope read(JsonNode event) {
        try {
            return envelopes.open(new ByteArrayInputStream(SampleEvents.JSON.writeValueAsBytes(event)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Object> outline(Envelope envelope) {
        return envelope.deliveries().stream()
                .<Object>map(delivery -> List.of(
                        delivery.id(),
                        delivery.references(),
                        delivery.defects().stream().map(Throwable::getMessage).toList(),
                        delivery.original(),
                        delivery.message()))
                .toList();
    }

    private static Outcome outcome(Delivery delivery, JsonNode event) {
        assertThat(delivery.references()).allSatisfy(reference -> {
            assertThat(reference.bucket()).matches("[A-Za-z0-9._-]{3,255}");
            assertThat(reference.key().getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1, 1024);
        });
        assertThat(delivery.defects()).allSatisfy(EnvelopesFuzzTest::assertReadable);
        assertThat(delivery.original()).isNotEmpty();
        if (delivery.defects().isEmpty()) {
            boolean silent =
                    delivery.references().isEmpty() && !event.toString().contains("s3:TestEvent");
            assertThat(silent).as("nothing said about %s", event).isFalse();
            return Outcome.ANNOUNCED;
        }
        return delivery.references().isEmpty() ? Outcome.DEFECTIVE : Outcome.PARTLY_DEFECTIVE;
    }

    private static void assertReadable(PermanentException failure) {
        assertThat(failure.getMessage()).matches("[\\x20-\\x7e…]{10,600}");
    }

    private void assertAnswered(Envelope envelope) {
        List<Answer> answers = envelope.deliveries().stream()
                .map(delivery -> new Answer(delivery, Verdict.RETRY, "throttled"))
                .toList();
        boolean direct = envelope.deliveries().get(0).message().isEmpty() && !envelope.keepsRejections();
        try {
            JsonNode reply = SampleEvents.JSON.valueToTree(envelope.reply(answers));
            assertThat(reply.path("batchItemFailures").size()
                            + reply.path("results").size())
                    .isEqualTo(answers.size());
        } catch (RelayFailedException e) {
            assertThat(direct).isTrue();
        }
    }

    private static List<JsonNode> samples() {
        List<JsonNode> announcements = List.of(
                s3Notification("ObjectCreated:Put", "recordings", "a+b.wav", "c%20d.wav", "e.wav"),
                eventBridge("Object Created", "recordings", "a b.wav"),
                recorded("s3-notification.minio.json"),
                recorded("s3-test-event.moto.json"),
                batch1("recordings", "a+b.wav", "v1"),
                batch2("recordings", "a+b.wav"));
        List<JsonNode> samples = new ArrayList<>(announcements);
        for (JsonNode event : announcements) {
            samples.add(sqs(event.toString(), snsNotification(event.toString()).toString()));
            samples.add(sns(event.toString()));
            samples.add(pipe(event.toString()));
            samples.add(onFailure(event));
            samples.add(sqs(onFailure(event).toString()));
        }
        return samples;
    }

    /** A copy with one to three changes. */
    private static JsonNode mutated(JsonNode event, Random random) {
        JsonNode changed = event.deepCopy();
        for (int i = random.nextInt(3); i >= 0; i--) {
            changed = change(changed, random);
        }
        return changed;
    }

    private static JsonNode change(JsonNode node, Random random) {
        if (random.nextInt(12) == 0) {
            return anything(random);
        }
        if (node instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(8) == 0) {
                object.remove(name);
            } else {
                object.set(name, change(object.get(name), random));
            }
            return object;
        }
        if (node instanceof ArrayNode array && !array.isEmpty()) {
            int index = random.nextInt(array.size());
            switch (random.nextInt(6)) {
                case 0 -> array.remove(index);
                case 1 -> array.insert(index, array.get(index).deepCopy());
                default -> array.set(index, change(array.get(index), random));
            }
            return array;
        }
        return node.isTextual() ? NODES.textNode(changedText(node.textValue(), random)) : anything(random);
    }

    /** Changes a text as JSON, or its characters. */
    private static String changedText(String text, Random random) {
        if (random.nextInt(3) > 0) {
            try {
                return change(SampleEvents.JSON.readTree(text), random).toString();
            } catch (JsonProcessingException e) {
                // Not JSON: its characters are changed.
            }
        }
        int position = random.nextInt(text.length() + 1);
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, position);
            case 1 -> text.substring(0, position) + (char) random.nextInt(0x10000) + text.substring(position);
            case 2 -> text.substring(0, position) + "%" + text.substring(position);
            default -> TEXTS.get(random.nextInt(TEXTS.size()));
        };
    }

    private static JsonNode anything(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.numberNode(random.nextLong());
            case 2 -> NODES.booleanNode(random.nextBoolean());
            case 3 -> NODES.arrayNode();
            case 4 -> NODES.objectNode();
            case 5 -> SAMPLES.get(random.nextInt(SAMPLES.size())).deepCopy();
            case 6 -> NODES.textNode(SAMPLES.get(random.nextInt(SAMPLES.size())).toString());
            default -> NODES.textNode(TEXTS.get(random.nextInt(TEXTS.size())));
        };
    }
}
