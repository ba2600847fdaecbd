package dev.gongrelay.people;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.gong.GongAccount;
import dev.gongrelay.gong.User;
import dev.gongrelay.recording.Handle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes a directory user by user, so that memory never holds a list of them. */
final class DirectoryDraft {
    /** More than 20,000 users. With one more it has to fit into what is read from S3 at once, and into a small heap. */
    private static final int LARGEST_BYTES = 3 * 1024 * 1024;

    private final ByteArrayOutputStream document = new ByteArrayOutputStream();
    private final JsonGenerator json;

    DirectoryDraft() {
        try {
            json = new JsonFactory().createGenerator(document);
            json.writeStartObject();
            json.writeNumberField(DirectoryFormat.VERSION, DirectoryFormat.CURRENT);
            json.writeArrayFieldStart(DirectoryFormat.USERS);
        } catch (IOException e) {
            throw impossible(e);
        }
    }

    /**
     * Adds a user unless they are inactive.
     *
     * @throws TransientException if there are too many users for a directory
     */
    void add(User user) {
        if (!user.active()) {
            return;
        }
        if (document.size() > LARGEST_BYTES) {
            throw new TransientException(
                    FailureCode.GONG_UNAVAILABLE,
                    "Listing Gong's users: there are more than fit into " + LARGEST_BYTES + " bytes");
        }
        try {
            json.writeStartObject();
            json.writeStringField(DirectoryFormat.ID, user.id());
            json.writeArrayFieldStart(DirectoryFormat.HANDLES);
            for (Handle handle : user.handles()) {
                json.writeString(handle.toString());
            }
            json.writeEndArray();
            if (!user.importsCalls()) {
                json.writeBooleanField(DirectoryFormat.IMPORTS_CALLS, false);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw impossible(e);
        }
    }

    /**
     * Ends the directory and returns its document, which {@link DirectoryFormat} reads.
     *
     * @param account to which Gong listed the users
     */
    byte[] document(GongAccount account) {
        try {
            json.writeEndArray();
            json.writeStringField(DirectoryFormat.BASE_URL, account.baseUrl());
            json.writeStringField(DirectoryFormat.ACCESS_KEY, account.keyFingerprint());
            json.writeEndObject();
            json.writeRaw('\n');
            json.close();
            return document.toByteArray();
        } catch (IOException e) {
            throw impossible(e);
        }
    }

    private static UncheckedIOException impossible(IOException e) {
        return new UncheckedIOException("An array can always be written", e);
    }
}
