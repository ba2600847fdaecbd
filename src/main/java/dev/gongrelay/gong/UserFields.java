package dev.gongrelay.gong;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of one user on a page; one of another type than Gong documents counts as absent. */
final class UserFields {
    private final List<String> addresses = new ArrayList<>();
    private String id = "";
    private @Nullable String phoneNumber;
    private @Nullable String extension;
    private boolean active = true;
    private boolean importsCalls = true;

    private UserFields() {}

    /** Reads the rest of the object that the parser has begun; empty if it has no valid ID. */
    static Optional<User> read(JsonParser parser) throws IOException {
        UserFields fields = new UserFields();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            fields.take(name, parser);
        }
        return Gong.isId(fields.id) ? Optional.of(fields.user()) : Optional.empty();
    }

    private void take(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "id" -> id = Optional.ofNullable(text(parser)).orElse("");
            case "emailAddress", "trustedEmailAddress" -> addAddress(text(parser));
            case "emailAliases" -> addAddresses(parser);
            case "phoneNumber" -> phoneNumber = text(parser);
            case "extension" -> extension = text(parser);
            case "active" -> active = is(JsonToken.VALUE_TRUE, parser) || is(JsonToken.VALUE_NULL, parser);
            case "settings" -> addSettings(parser);
            default -> parser.skipChildren();
        }
    }

    private void addAddresses(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null) {
            addAddress(text(parser));
        }
    }

    private void addAddress(@Nullable String address) {
        if (address != null) {
            addresses.add(address);
        }
    }

    private void addSettings(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean named = parser.currentName().equals("telephonyCallsImported");
            parser.nextToken();
            boolean refused = is(JsonToken.VALUE_FALSE, parser);
            importsCalls = named ? !refused : importsCalls;
        }
    }

    /** Whether the value is this one; skips a list or an object. */
    private static boolean is(JsonToken expected, JsonParser parser) throws IOException {
        parser.skipChildren();
        return parser.currentToken() == expected;
    }

    /** The text or number that the parser is at; null for another value, which is skipped. */
    static @Nullable String text(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT) {
            return parser.getText();
        }
        parser.skipChildren();
        return null;
    }

    private User user() {
        return new User(id, List.copyOf(addresses), phoneNumber, extension, active, importsCalls);
    }
}
