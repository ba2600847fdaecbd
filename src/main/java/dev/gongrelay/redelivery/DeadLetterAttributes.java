package dev.gongrelay.redelivery;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * Message attributes as SQS accepts them (Amazon SQS, "Message attributes"): no empty values, only characters of XML
 * 1.0, and with the body no more than a message may hold. Long values are cut. Values without room are left out, so the
 * most important ones are to be added first.
 */
final class DeadLetterAttributes {
    /** Amazon SQS, "Amazon SQS message quotas", since 2025-08. */
    static final int MAX_MESSAGE_BYTES = 1024 * 1024;

    /** The limit before then, which queues that were created before may still have. */
    static final int OLD_MAX_MESSAGE_BYTES = 256 * 1024;

    /** Enough for a reason, and short enough for the SQS console. */
    private static final int MAX_VALUE_BYTES = 4096;

    private static final String TYPE = "String";

    private final Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
    private int room;

    DeadLetterAttributes(String body, int maxMessageBytes) {
        this.room = maxMessageBytes - bytes(body);
    }

    void add(String name, String value) {
        int overhead = bytes(name) + bytes(TYPE);
        String shortened = cut(allowed(value), Math.max(0, Math.min(MAX_VALUE_BYTES, room - overhead)));
        if (!shortened.isEmpty()) {
            room -= overhead + bytes(shortened);
            attributes.put(
                    name,
                    MessageAttributeValue.builder()
                            .dataType(TYPE)
                            .stringValue(shortened)
                            .build());
        }
    }

    Map<String, MessageAttributeValue> toMap() {
        return attributes;
    }

    /** The text with U+FFFD in the place of each character that SQS refuses. */
    private static String allowed(String text) {
        int[] codePoints = text.codePoints()
                .map(character -> isAllowed(character) ? character : 0xFFFD)
                .toArray();
        return new String(codePoints, 0, codePoints.length);
    }

    private static boolean isAllowed(int character) {
        return character == 0x9
                || character == 0xA
                || character == 0xD
                || (0x20 <= character && character <= 0xD7FF)
                || (0xE000 <= character && character <= 0xFFFD)
                || 0x10000 <= character;
    }

    /** The longest beginning of whole characters within this many bytes. */
    private static String cut(String text, int maxBytes) {
        CharBuffer rest = CharBuffer.wrap(text);
        StandardCharsets.UTF_8.newEncoder().encode(rest, ByteBuffer.allocate(maxBytes), true);
        return text.substring(0, rest.position());
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
