package dev.gongrelay.gong;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of Gong's list of users, read as a stream, so that it takes no more memory than its users do.
 *
 * @param users those with an ID of 1 to 20 digits
 * @param cursor of the next page; null on the last
 */
record UserPage(List<User> users, @Nullable String cursor) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int LONGEST_CURSOR = 4000;

    /**
     * Reads a page.
     *
     * @throws IOException if it is not JSON with a list of users
     */
    static UserPage of(String text) throws IOException {
        try (JsonParser parser = JSON.createParser(text)) {
            return page(parser);
        }
    }

    private static UserPage page(JsonParser parser) throws IOException {
        List<User> users = null;
        String cursor = null;
        require(parser.nextToken() == JsonToken.START_OBJECT);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (field.equals("users") && value == JsonToken.START_ARRAY) {
                users = users(parser);
            } else if (field.equals("records") && value == JsonToken.START_OBJECT) {
                cursor = cursor(parser);
            } else {
                parser.skipChildren();
            }
        }
        if (parser.currentToken() != JsonToken.END_OBJECT || users == null) {
            throw noList();
        }
        return new UserPage(users, cursor);
    }

    private static List<User> users(JsonParser parser) throws IOException {
        List<User> users = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            require(parser.currentToken() != null);
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                UserFields.read(parser).ifPresent(users::add);
            } else {
                parser.skipChildren();
            }
        }
        return users;
    }

    private static @Nullable String cursor(JsonParser parser) throws IOException {
        String cursor = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean named = parser.currentName().equals("cursor");
            parser.nextToken();
            String text = UserFields.text(parser);
            cursor = named ? text : cursor;
        }
        require(cursor == null || cursor.length() <= LONGEST_CURSOR);
        return cursor == null || cursor.isEmpty() ? null : cursor;
    }

    private static void require(boolean condition) throws IOException {
        if (!condition) {
            throw noList();
        }
    }

    private static IOException noList() {
        return new IOException("not a list of users");
    }
}
