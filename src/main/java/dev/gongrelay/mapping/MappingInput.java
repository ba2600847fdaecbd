package dev.gongrelay.mapping;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/** Converts a document to the maps, lists, texts, numbers and Booleans that the library takes, and may change. */
final class MappingInput {
    private static final int LONGEST_LONG = 18;

    private MappingInput() {}

    /** An object of the input, with its size, so that it is not measured again. */
    static final class InputObject extends LinkedHashMap<String, Object> {
        private static final long serialVersionUID = 1;
        private final long size;

        private InputObject(JsonNode object) {
            long sum = 0;
            for (var field : object.properties()) {
                Object value = of(field.getValue());
                put(field.getKey(), value);
                sum += field.getKey().length() + sizeOf(value);
            }
            size = sum;
        }
    }

    /** A list of the input, with its size. */
    static final class InputList extends ArrayList<Object> {
        private static final long serialVersionUID = 1;
        private final long size;

        private InputList(JsonNode array) {
            super(array.size());
            long sum = 0;
            for (JsonNode element : array) {
                Object value = of(element);
                add(value);
                sum += sizeOf(value);
            }
            size = sum;
        }
    }

    /** Converts a node and everything in it. */
    static Object of(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> new InputObject(node);
            case ARRAY -> new InputList(node);
            case STRING -> node.textValue();
            case NUMBER -> number(node.asText());
            case BOOLEAN -> node.booleanValue();
            default -> Jsonata.NULL_VALUE;
        };
    }

    /** The room that a value of the input takes, in characters. */
    static long sizeOf(Object value) {
        long content = value instanceof InputObject object
                ? object.size
                : value instanceof InputList list ? list.size : value instanceof String text ? text.length() : 0;
        return content + Bounds.ROOM_OF_A_VALUE;
    }

    private static Number number(String text) {
        boolean isWhole = text.length() <= LONGEST_LONG
                && text.chars().allMatch(c -> c == '-' || Character.isDigit(c))
                && !text.equals("-0");
        if (!isWhole) {
            return new WrittenNumber(text);
        }
        long value = Long.parseLong(text);
        return (int) value == value ? (Number) (int) value : (Number) value;
    }
}
