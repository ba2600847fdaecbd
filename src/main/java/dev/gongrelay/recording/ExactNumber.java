package dev.gongrelay.recording;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.io.IOException;

/**
 * A number that is written exactly as it was read: {@code 1.10} stays {@code 1.10}. Its value is only a double, because
 * {@code 1e1000000000} would have too many digits.
 */
final class ExactNumber extends ValueNode {
    private static final long serialVersionUID = 1;
    private static final int LONGEST_INT = 9;

    private final String text;

    private ExactNumber(String text) {
        this.text = text;
    }

    /** A number of a JSON document; an int if that is written the same way. */
    static JsonNode of(String text) {
        boolean isInt = text.length() <= LONGEST_INT
                && text.chars().allMatch(c -> c == '-' || Character.isDigit(c))
                && !text.equals("-0");
        return isInt ? IntNode.valueOf(Integer.parseInt(text)) : new ExactNumber(text);
    }

    @Override
    public JsonNodeType getNodeType() {
        return JsonNodeType.NUMBER;
    }

    @Override
    public JsonToken asToken() {
        return JsonToken.VALUE_NUMBER_FLOAT;
    }

    /** The nearest double, which may be infinite. */
    @Override
    public double doubleValue() {
        return Double.parseDouble(text);
    }

    @Override
    public String asText() {
        return text;
    }

    @Override
    public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
        generator.writeNumber(text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExactNumber number && text.equals(number.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
