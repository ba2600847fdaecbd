package dev.gongrelay.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A user of Gong's, as {@code GET /v2/users} lists them (Gong, OpenAPI document of 2026-07-05). Immutable. */
public final class GongUser {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode json;

    private GongUser(ObjectNode json) {
        this.json = json;
    }

    /** An active user for whom telephony calls are imported. */
    public static GongUser of(String id, String emailAddress) {
        ObjectNode user = JSON.createObjectNode();
        user.put("id", id).put("emailAddress", emailAddress);
        user.put("created", "2024-02-17T02:30:00Z").put("active", true);
        user.putArray("emailAliases");
        user.putObject("settings")
                .put("webConferencesRecorded", true)
                .put("preventWebConferenceRecording", false)
                .put("telephonyCallsImported", true)
                .put("emailsImported", true)
                .put("preventEmailImport", false)
                .put("nonRecordedMeetingsImported", false)
                .put("gongConnectEnabled", true);
        return new GongUser(user);
    }

    /** The default users of a simulator: two enabled, one not enabled for telephony import, and one who left. */
    static List<GongUser> samples() {
        return List.of(
                of("234599484848423", "ann.agent@example.com")
                        .aliases("ann@example.com")
                        .with("firstName", "Ann")
                        .with("lastName", "Agent")
                        .with("title", "Account executive")
                        .with("phoneNumber", "+12025550101")
                        .with("extension", "101"),
                of("234599484848424", "bob.baker@example.com")
                        .with("trustedEmailAddress", "bob@sso.example.com")
                        .with("firstName", "Bob")
                        .with("lastName", "Baker")
                        .with("phoneNumber", "+12025550102")
                        .with("extension", "102"),
                of("234599484848425", "cat.cole@example.com")
                        .with("firstName", "Cat")
                        .with("lastName", "Cole")
                        .with("extension", "103")
                        .withoutTelephonyImport(),
                of("234599484848426", "dan.drew@example.com")
                        .with("firstName", "Dan")
                        .with("lastName", "Drew")
                        .inactive());
    }

    /**
     * Reads users from a file: what {@code GET /v2/users} answers, or a list of users alone.
     *
     * @throws IllegalArgumentException when it holds something else
     */
    public static List<GongUser> read(Path file) throws IOException {
        JsonNode document;
        try {
            document = JSON.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + " is not JSON: " + e.getOriginalMessage(), e);
        }
        JsonNode list = document.isArray() ? document : document.path("users");
        if (!list.isArray()) {
            throw new IllegalArgumentException(file + " must be a list of users, or an object with the list \"users\"");
        }
        List<GongUser> users = new ArrayList<>();
        for (JsonNode user : list) {
            if (!user.isObject() || !CallRules.isId(user.path("id").asText())) {
                throw new IllegalArgumentException(
                        file + ": user " + (users.size() + 1) + " has no \"id\" of 1 to 20 digits");
            }
            users.add(new GongUser(((ObjectNode) user).put("id", user.path("id").asText())));
        }
        return users;
    }

    /** The same with this text in this field, such as {@code extension} or {@code phoneNumber}. */
    public GongUser with(String field, String value) {
        return new GongUser(json.deepCopy().put(field, value));
    }

    /** The same with these further addresses. */
    public GongUser aliases(String... addresses) {
        ObjectNode copy = json.deepCopy();
        List.of(addresses).forEach(copy.withArray("emailAliases")::add);
        return new GongUser(copy);
    }

    /** The same, but no telephony calls are imported: calls of this primary user are answered 409. */
    public GongUser withoutTelephonyImport() {
        ObjectNode copy = json.deepCopy();
        copy.withObjectProperty("settings").put("telephonyCallsImported", false);
        return new GongUser(copy);
    }

    /** The same, but no longer active. */
    public GongUser inactive() {
        return new GongUser(json.deepCopy().put("active", false));
    }

    /** Gong's ID of the user. */
    public String id() {
        return json.path("id").textValue();
    }

    /** First and last name; empty if there are none. */
    String name() {
        return (json.path("firstName").asText() + " " + json.path("lastName").asText()).strip();
    }

    /** All fields, as Gong sends them. */
    JsonNode json() {
        return json;
    }

    /** Whether telephony calls are imported for this user. */
    boolean importsTelephony() {
        return json.path("settings").path("telephonyCallsImported").asBoolean();
    }
}
