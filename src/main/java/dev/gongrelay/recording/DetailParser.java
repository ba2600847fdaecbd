package dev.gongrelay.recording;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;

/**
 * Reads call details: one JSON object, and nothing after it. Numbers stay as they are written. What could be read in two
 * ways, such as a field that appears twice, is malformed.
 */
final class DetailParser {
    private static final int DEEPEST = 100;

    private final JsonNodeFactory nodes = JsonNodeFactory.instance;
    /** Names and numbers are limited by the document's size. Names are not pooled, because documents could fill the pool. */
    private final JsonFactory factory = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /**
     * Reads a document, in time and memory proportional to its length.
     *
     * @throws MalformedDetailsException says what is wrong and where, without quoting the document
     */
    ObjectNode parse(byte[] bytes) throws MalformedDetailsException {
        return (ObjectNode) parse(bytes, true);
    }

    /** Like {@link #parse(byte[])}, but reads any JSON, for mappings. */
    JsonNode parseAny(byte[] bytes) throws MalformedDetailsException {
        return parse(bytes, false);
    }

    private JsonNode parse(byte[] bytes, boolean mustBeObject) throws MalformedDetailsException {
        CharBuffer text = DetailText.decode(bytes);
        try (JsonParser parser = factory.createParser(text.array(), text.arrayOffset(), text.remaining())) {
            JsonToken first = parser.nextToken();
            if (first == null || (mustBeObject && first != JsonToken.START_OBJECT)) {
                throw new MalformedDetailsException(first == null ? "it is empty" : "it is not a JSON object");
            }
            JsonNode document = value(parser, 0);
            requireEnd(parser);
            return document;
        } catch (MalformedDetailsException e) {
            throw e;
        } catch (JsonEOFException e) {
            throw new MalformedDetailsException("it ends in the middle of the JSON" + at(e.getLocation()));
        } catch (JsonProcessingException e) {
            throw new MalformedDetailsException("it is not valid JSON" + at(e.getLocation()));
        } catch (IOException e) {
            throw new UncheckedIOException("An array can always be read", e);
        }
    }

    private static void requireEnd(JsonParser parser) throws IOException {
        JsonLocation end = parser.currentLocation();
        boolean ended;
        try {
            ended = parser.nextToken() == null;
        } catch (JsonProcessingException e) {
            ended = false;
        }
        if (!ended) {
            throw new MalformedDetailsException("something follows the end of the JSON object" + at(end));
        }
    }

    private ObjectNode object(JsonParser parser, int depth) throws IOException {
        requireDepth(parser, depth);
        ObjectNode object = nodes.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = requireText(parser, parser.currentName());
            if (object.has(name)) {
                String field = GongFields.areNamed(name) ? "the field " + name : "a field";
                throw malformed(field + " appears twice, again", parser);
            }
            parser.nextToken();
            object.set(name, value(parser, depth));
        }
        return object;
    }

    private ArrayNode array(JsonParser parser, int depth) throws IOException {
        requireDepth(parser, depth);
        ArrayNode array = nodes.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser, depth));
        }
        return array;
    }

    private JsonNode value(JsonParser parser, int depth) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, depth + 1);
            case START_ARRAY -> array(parser, depth + 1);
            case VALUE_STRING -> nodes.textNode(requireText(parser, parser.getText()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> ExactNumber.of(parser.getText());
            case VALUE_TRUE -> nodes.booleanNode(true);
            case VALUE_FALSE -> nodes.booleanNode(false);
            case VALUE_NULL -> nodes.nullNode();
            default -> throw malformed("it is not valid JSON", parser);
        };
    }

    private static void requireDepth(JsonParser parser, int depth) throws MalformedDetailsException {
        if (depth > DEEPEST) {
            throw malformed("it is nested more than " + DEEPEST + " levels deep", parser);
        }
    }

    /**
     * An escape may stand for half a surrogate pair, which UTF-8 can't represent, or NUL, which ends texts in many systems.
     */
    private static String requireText(JsonParser parser, String text) throws MalformedDetailsException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw malformed("a text contains the character NUL", parser);
            }
            if (Character.isSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    throw malformed("a text contains half of a surrogate pair", parser);
                }
                i++;
            }
        }
        return text;
    }

    private static MalformedDetailsException malformed(String problem, JsonParser parser) {
        return new MalformedDetailsException(problem + at(parser.currentTokenLocation()));
    }

    private static String at(JsonLocation location) {
        return " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
