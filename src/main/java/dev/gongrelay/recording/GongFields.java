package dev.gongrelay.recording;

import static dev.gongrelay.recording.ValueRule.ANY_TEXT;
import static dev.gongrelay.recording.ValueRule.CALL_OBJECT_TYPE;
import static dev.gongrelay.recording.ValueRule.CHANNEL;
import static dev.gongrelay.recording.ValueRule.CRM_SYSTEM;
import static dev.gongrelay.recording.ValueRule.DIRECTION;
import static dev.gongrelay.recording.ValueRule.EMAIL_ADDRESS;
import static dev.gongrelay.recording.ValueRule.FLAG;
import static dev.gongrelay.recording.ValueRule.LIST;
import static dev.gongrelay.recording.ValueRule.MILLISECONDS;
import static dev.gongrelay.recording.ValueRule.PARTY_OBJECT_TYPE;
import static dev.gongrelay.recording.ValueRule.PERSON;
import static dev.gongrelay.recording.ValueRule.SECONDS;
import static dev.gongrelay.recording.ValueRule.SHORT_TEXT;
import static dev.gongrelay.recording.ValueRule.STRUCTURE;
import static dev.gongrelay.recording.ValueRule.TIME;
import static dev.gongrelay.recording.ValueRule.UNIQUE_ID;
import static dev.gongrelay.recording.ValueRule.WORKSPACE_ID;

/** The fields of a new call and of the objects in it (Gong, "Add New Call", 2026-07-05). */
final class GongFields {
    /** A document may have the relay's own callId besides Gong's fields. */
    static final FieldTable CALL = new FieldTable()
            .name("callId")
            .require("clientUniqueId", UNIQUE_ID)
            .require("actualStart", TIME)
            .require("direction", DIRECTION)
            .require("primaryUser", PERSON)
            .allow("parties", LIST)
            .allow("title", ANY_TEXT)
            .allow("purpose", SHORT_TEXT)
            .allow("disposition", SHORT_TEXT)
            .allow("scheduledStart", TIME)
            .allow("scheduledEnd", TIME)
            .allow("duration", SECONDS)
            .allow("meetingUrl", ANY_TEXT)
            .allow("callProviderCode", ANY_TEXT)
            .allow("workspaceId", WORKSPACE_ID)
            .allow("languageCode", ANY_TEXT)
            .allow("customData", ANY_TEXT)
            .allow("context", LIST)
            .allow("speakersTimeline", STRUCTURE)
            .allow("flowContext", STRUCTURE)
            .name("downloadMediaUrl");

    static final FieldTable PARTY = new FieldTable()
            .allow("userId", PERSON)
            .allow("name", ANY_TEXT)
            .allow("phoneNumber", ANY_TEXT)
            .allow("emailAddress", EMAIL_ADDRESS)
            .allow("mediaChannelId", CHANNEL)
            .allow("partyId", ANY_TEXT)
            .allow("context", LIST);

    static final FieldTable CONTEXT =
            new FieldTable().require("system", CRM_SYSTEM).allow("objects", LIST);

    static final FieldTable CALL_OBJECT = new FieldTable()
            .require("objectType", CALL_OBJECT_TYPE)
            .require("objectId", ANY_TEXT)
            .allow("fields", LIST);

    static final FieldTable PARTY_OBJECT = new FieldTable()
            .require("objectType", PARTY_OBJECT_TYPE)
            .require("objectId", ANY_TEXT)
            .allow("fields", LIST);

    static final FieldTable OBJECT_FIELD =
            new FieldTable().allow("name", ANY_TEXT).name("value");

    static final FieldTable TIMELINE = new FieldTable().allow("precise", FLAG).allow("speechSegments", LIST);

    static final FieldTable SEGMENT = new FieldTable()
            .require("fromTime", MILLISECONDS)
            .require("toTime", MILLISECONDS)
            .require("partyIds", LIST);

    static final FieldTable FLOW = new FieldTable().allow("taskId", ANY_TEXT);

    private GongFields() {}

    /** Whether a message may quote a field's name. Other names may be personal. */
    static boolean areNamed(String field) {
        return CALL.has(field) || PARTY.has(field);
    }
}
