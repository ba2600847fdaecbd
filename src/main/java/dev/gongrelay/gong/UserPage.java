package dev.gongrelay.gong;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of Gong's list of users, read user by user, so that it takes little more memory than its users do.
 *
 * @param users those with an ID of 1 to 20 digits
 * @param cursor of the next page; null on the last
 */
record UserPage(List<User> users, @Nullable String cursor) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_CURSOR = 4000;

    /**
     * Reads a page.
     *
     * @throws IOException if it is not JSON with a list of users
     */
    static UserPage of(String text) throws IOException {
        try (JsonParser parser = JSON.createParser(text)) {
            List<User> users = null;
            String cursor = null;
            require(parser.nextToken() == JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (field.equals("users") && value == JsonToken.START_ARRAY) {
                    users = users(parser);
                } else if (field.equals("records")) {
                    cursor = cursor(parser.readValueAsTree());
                } else {
                    parser.skipChildren();
                }
            }
            if (users == null) {
                throw noList();
            }
            return new UserPage(users, cursor);
        }
    }

    private static List<User> users(JsonParser parser) throws IOException {
        List<User> users = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            User.of(parser.readValueAsTree()).ifPresent(users::add);
        }
        return users;
    }

    private static @Nullable String cursor(JsonNode records) throws IOException {
        String cursor = records.path("cursor").asText("");
        require(cursor.length() <= LONGEST_CURSOR);
        return cursor.isEmpty() ? null : cursor;
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
