package dev.gongrelay.mapping;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/** A document as the library takes it, which may change it: maps, lists, texts, numbers and Booleans. */
final class MappingInput {
    private static final int LONGEST_LONG = 18;

    private MappingInput() {}

    /** An object of the input. Its size is known, so it is not measured again. */
    static final class Fields extends LinkedHashMap<String, Object> {
        private static final long serialVersionUID = 1;
        private final long size;

        private Fields(JsonNode object) {
            long sum = 0;
            for (var field : object.properties()) {
                Object value = of(field.getValue());
                put(field.getKey(), value);
                sum += field.getKey().length() + sizeOf(value);
            }
            size = sum;
        }
    }

    /** A list of the input. */
    static final class Elements extends ArrayList<Object> {
        private static final long serialVersionUID = 1;
        private final long size;

        private Elements(JsonNode array) {
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

    /** A node and all that is in it. */
    static Object of(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> new Fields(node);
            case ARRAY -> new Elements(node);
            case STRING -> node.textValue();
            case NUMBER -> number(node.asText());
            case BOOLEAN -> node.booleanValue();
            default -> Jsonata.NULL_VALUE;
        };
    }

    /** How much room a value of the input takes, in characters. */
    static long sizeOf(Object value) {
        if (value instanceof Fields fields) {
            return fields.size + Bounds.ROOM_OF_A_VALUE;
        }
        if (value instanceof Elements elements) {
            return elements.size + Bounds.ROOM_OF_A_VALUE;
        }
        long length = value instanceof String text ? text.length() : 0;
        return length + Bounds.ROOM_OF_A_VALUE;
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
