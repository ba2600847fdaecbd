package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gongrelay.connect.ConnectApi;

/**
 * An Amazon Connect that has the contact and the agent of a sample, whoever is asked for.
 *
 * @param sample with {@code contact}, and {@code firstContact} and {@code agent} if there are any
 */
record SampleContact(JsonNode sample) implements ConnectApi {
    static final String CONTACT = "contact";
    static final String INSTANCE = "arn:aws:connect:us-east-1:123456789012:instance/sample";

    @Override
    public JsonNode contact(String instanceId, String contactId) {
        boolean isFirst = sample.path(CONTACT).path("InitialContactId").asText().equals(contactId)
                && !sample.path(CONTACT).path("Id").asText().equals(contactId);
        return answer("Contact", sample.path(isFirst ? "firstContact" : CONTACT));
    }

    @Override
    public JsonNode user(String instanceId, String userId) {
        return answer("User", sample.path("agent"));
    }

    private static JsonNode answer(String field, JsonNode value) {
        return JsonNodeFactory.instance.objectNode().set(field, value);
    }
}
