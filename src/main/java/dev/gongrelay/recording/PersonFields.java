package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The fields of a call that name Gong's users: {@code primaryUser}, and each party's {@code userId}. */
final class PersonFields {
    private static final String OWNER = "primaryUser";
    private static final String PARTIES = "parties";
    private static final String USER = "userId";

    private PersonFields() {}

    /** The handles in these fields, as written, by place. */
    static Map<String, String> handles(ObjectNode call) {
        Map<String, String> handles = new LinkedHashMap<>();
        handle(call.path(OWNER))
                .ifPresent(handle -> handles.put(OWNER, call.path(OWNER).textValue()));
        JsonNode parties = call.path(PARTIES);
        for (int i = 0; i < parties.size(); i++) {
            JsonNode user = parties.path(i).path(USER);
            Place place = Place.DOCUMENT.field(PARTIES).element(i).field(USER);
            handle(user).ifPresent(handle -> handles.put(place.toString(), user.textValue()));
        }
        return handles;
    }

    /** See {@link CallDetails#identified}. */
    static ObjectNode identified(ObjectNode call, Map<Handle, String> userIds, Predicate<Handle> isOwners) {
        ObjectNode identified = call.deepCopy();
        replace(identified, OWNER, userIds);
        if (identified.path(PARTIES) instanceof ArrayNode parties) {
            parties.forEach(party -> replace((ObjectNode) party, USER, userIds));
            recognizeOwner(parties, identified.path(OWNER), isOwners);
            mergeOwner(parties, identified.path(OWNER));
        }
        return identified;
    }

    /** Of those who have the owner's address or number, the first is the owner, unless a party is known to be. */
    private static void recognizeOwner(ArrayNode parties, JsonNode owner, Predicate<Handle> isOwners) {
        boolean known = parties.valueStream()
                .anyMatch(party -> party.size() > 1 && party.path(USER).equals(owner));
        parties.valueStream()
                .filter(party -> !known && !party.hasNonNull(USER))
                .filter(party -> ownHandle(party).filter(isOwners).isPresent())
                .findFirst()
                .ifPresent(party -> ((ObjectNode) party).set(USER, owner));
    }

    /** A party's address; the number only if there is none, because several people may share it. */
    private static Optional<Handle> ownHandle(JsonNode party) {
        String address = party.path("emailAddress").asText("");
        return address.isEmpty() ? Handle.phone(party.path("phoneNumber").asText("")) : Handle.address(address);
    }

    private static void replace(ObjectNode object, String field, Map<Handle, String> userIds) {
        handle(object.path(field)).ifPresent(handle -> {
            String userId = userIds.get(handle);
            if (userId != null) {
                object.put(field, userId);
                return;
            }
            String given = object.remove(field).textValue();
            String number = given.substring(given.indexOf(':') + 1);
            switch (handle.kind()) {
                case ADDRESS -> putIfAbsent(object, "emailAddress", given);
                case PHONE -> putIfAbsent(object, "phoneNumber", number);
                case EXTENSION -> putIfAbsent(object, "name", "extension " + number);
            }
        });
    }

    private static void putIfAbsent(ObjectNode object, String field, String text) {
        if (object.path(field).isMissingNode() || object.path(field).isNull()) {
            object.put(field, text);
        }
    }

    /** Removes the party that was added for the owner if the details name the same person by another handle. */
    private static void mergeOwner(ArrayNode parties, JsonNode owner) {
        int others = -1;
        for (JsonNode party : parties) {
            others += party.path(USER).equals(owner) ? 1 : 0;
        }
        Iterator<JsonNode> all = parties.iterator();
        while (others > 0 && all.hasNext()) {
            JsonNode party = all.next();
            if (party.size() == 1 && party.path(USER).equals(owner)) {
                all.remove();
                others--;
            }
        }
    }

    private static Optional<Handle> handle(JsonNode value) {
        return value.isTextual() && !ValueRule.isId(value.textValue())
                ? Handle.of(value.textValue())
                : Optional.empty();
    }
}
