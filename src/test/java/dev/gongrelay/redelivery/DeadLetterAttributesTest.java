package dev.gongrelay.redelivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

class DeadLetterAttributesTest {
    private static final int LIMIT = 1_048_576;

    @Test
    void omits_what_has_no_value() {
        DeadLetterAttributes attributes = new DeadLetterAttributes("body", LIMIT);

        attributes.add("code", "event-invalid");
        attributes.add("key", "");

        assertThat(attributes.toMap()).containsOnlyKeys("code");
    }

    @Test
    void replaces_what_sqs_does_not_take() {
        DeadLetterAttributes attributes = new DeadLetterAttributes("body", LIMIT);

        attributes.add("key", "a\tb\nc\rd\u0000e\u001bf\ufffeg\uffffh\ud800i🎙ü");

        assertThat(attributes.toMap())
                .extractingByKey("key")
                .extracting(MessageAttributeValue::stringValue)
                .isEqualTo("a\tb\nc\rd\ufffde\ufffdf\ufffdg\ufffdh\ufffdi🎙ü");
    }

    @Test
    void cuts_a_long_value_between_characters() {
        DeadLetterAttributes attributes = new DeadLetterAttributes("body", LIMIT);

        attributes.add("message", "x" + "🎙".repeat(2000));

        assertThat(attributes.toMap())
                .extractingByKey("message")
                .extracting(MessageAttributeValue::stringValue)
                .isEqualTo("x" + "🎙".repeat(1023));
    }

    @Test
    void leaves_the_body_whole_and_the_attributes_out_when_there_is_no_room() {
        DeadLetterAttributes attributes = new DeadLetterAttributes("x".repeat(LIMIT + 1), LIMIT);

        attributes.add("code", "event-invalid");

        assertThat(attributes.toMap()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void never_makes_more_than_a_message_may_hold(long seed) {
        Random random = new Random(seed);
        String body = "b".repeat(LIMIT - random.nextInt(6000));
        DeadLetterAttributes attributes = new DeadLetterAttributes(body, LIMIT);

        for (String name : new String[] {"code", "requestId", "bucket", "key", "message"}) {
            attributes.add(name, text(random));
        }

        int size = body.length() + size(attributes);
        assertThat(size).isLessThanOrEqualTo(LIMIT);
        assertThat(attributes.toMap().values())
                .allSatisfy(value -> assertThat(value.stringValue()).isNotEmpty());
    }

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(3000), 0, 0x11_0000)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static int size(DeadLetterAttributes attributes) {
        return attributes.toMap().entrySet().stream()
                .mapToInt(attribute -> bytes(attribute.getKey())
                        + bytes(attribute.getValue().dataType())
                        + bytes(attribute.getValue().stringValue()))
                .sum();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
