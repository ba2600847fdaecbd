package dev.gongrelay.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads an invocation's event. Queue messages are read one by one, because there may be 20,000, and a tree of them all
 * would take many times their size. Any other event is read as a tree.
 */
final class EventReader {
    private final JsonParser parser;
    private final Envelopes envelopes;

    EventReader(JsonParser parser, Envelopes envelopes) {
        this.parser = parser;
        this.envelopes = envelopes;
    }

    Envelope read() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new PermanentException(FailureCode.EVENT_INVALID, "the event is empty");
        }
        if (first == JsonToken.START_OBJECT) {
            return object();
        }
        if (first == JsonToken.START_ARRAY) {
            ArrayNode event = JsonNodeFactory.instance.arrayNode();
            List<Delivery> messages = messages(event);
            return messages.isEmpty() ? envelopes.open(event) : SqsEvent.envelope(messages);
        }
        JsonNode scalar = parser.readValueAsTree();
        return envelopes.open(scalar);
    }

    private Envelope object() throws IOException {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.START_ARRAY && name.equals("Records")) {
                List<Delivery> messages = messages(event.putArray(name));
                if (!messages.isEmpty()) {
                    return SqsEvent.envelope(messages);
                }
            } else {
                JsonNode value = parser.readValueAsTree();
                event.set(name, value);
            }
        }
        return envelopes.open(event);
    }

    /** Reads an array's elements as messages if at least one of them is a message; otherwise adds them to the node. */
    private List<Delivery> messages(ArrayNode elements) throws IOException {
        List<Delivery> messages = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonNode element = parser.readValueAsTree();
            if (messages.isEmpty() && !SqsEvent.isMessage(element)) {
                elements.add(element);
                continue;
            }
            elements.forEach(earlier -> messages.add(SqsEvent.message(earlier, envelopes)));
            elements.removeAll();
            messages.add(SqsEvent.message(element, envelopes));
        }
        return messages;
    }
}
