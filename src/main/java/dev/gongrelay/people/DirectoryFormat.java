package dev.gongrelay.people;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.gongrelay.gong.GongAccount;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a directory's document (docs/receipts.md) as a stream: 10,000 users are a megabyte of text. */
final class DirectoryFormat {
    static final String VERSION = "version";
    static final int CURRENT = 1;
    static final String USERS = "users";
    static final String ID = "id";
    static final String HANDLES = "handles";
    static final String IMPORTS_CALLS = "importsCalls";
    static final String BASE_URL = "baseUrl";
    static final String ACCESS_KEY = "accessKeySha256";

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonParser parser;
    private final Map<String, String> userIds = new HashMap<>();
    private final Set<String> withoutImport = new HashSet<>();
    private int userCount;

    private DirectoryFormat(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Reads a document.
     *
     * @param time when Gong listed the users
     * @throws IOException if this version does not understand it
     */
    static Directory read(InputStream document, Instant time) throws IOException {
        try (JsonParser parser = JSON.createParser(document)) {
            return new DirectoryFormat(parser).directory(time);
        }
    }

    private Directory directory(Instant time) throws IOException {
        expect(parser.nextToken() == JsonToken.START_OBJECT);
        expect(VERSION.equals(parser.nextFieldName()) && parser.nextIntValue(0) == CURRENT);
        expect(USERS.equals(parser.nextFieldName()) && parser.nextToken() == JsonToken.START_ARRAY);
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            user();
        }
        expect(parser.currentToken() == JsonToken.END_ARRAY);
        GongAccount account = account();
        expect(parser.currentToken() == JsonToken.END_OBJECT);
        return new Directory(userIds, withoutImport, userCount, account, time);
    }

    /** The account; null in a document of an earlier version of the relay. */
    private @Nullable GongAccount account() throws IOException {
        if (parser.nextToken() != JsonToken.FIELD_NAME) {
            return null;
        }
        expect(BASE_URL.equals(parser.currentName()));
        String baseUrl = text(parser.nextToken());
        expect(ACCESS_KEY.equals(parser.nextFieldName()));
        String keyFingerprint = text(parser.nextToken());
        parser.nextToken();
        return new GongAccount(baseUrl, keyFingerprint);
    }

    private void user() throws IOException {
        expect(ID.equals(parser.nextFieldName()));
        String id = text(parser.nextToken());
        expect(HANDLES.equals(parser.nextFieldName()) && parser.nextToken() == JsonToken.START_ARRAY);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            userIds.merge(text(parser.currentToken()), id, (one, other) -> one.equals(other) ? one : Directory.SHARED);
        }
        if (IMPORTS_CALLS.equals(parser.nextFieldName())) {
            expect(parser.nextToken() == JsonToken.VALUE_FALSE);
            withoutImport.add(id);
            parser.nextToken();
        }
        expect(parser.currentToken() == JsonToken.END_OBJECT);
        userCount++;
    }

    private String text(JsonToken token) throws IOException {
        expect(token == JsonToken.VALUE_STRING);
        return parser.getText();
    }

    private static void expect(boolean condition) throws IOException {
        if (!condition) {
            throw new IOException("not a directory of version " + CURRENT);
        }
    }
}
