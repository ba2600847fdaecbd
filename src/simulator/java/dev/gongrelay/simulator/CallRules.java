package dev.gongrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The rules for a new call (Gong, "Add New Call", 2025-11-17). Ignores unknown fields. */
final class CallRules {
    private static final Set<String> DIRECTIONS = Set.of("Inbound", "Outbound", "Conference", "Unknown");
    private static final List<String> SYSTEMS = List.of("Salesforce", "HubSpot", "MicrosoftDynamic", "Generic");

    private final JsonNode call;
    private final List<String> errors = new ArrayList<>();

    private CallRules(JsonNode call) {
        this.call = call;
    }

    /** What is wrong with the call; empty if it is valid. */
    static List<String> check(JsonNode call) {
        if (!call.isObject()) {
            return List.of("the body must be a JSON object");
        }
        CallRules rules = new CallRules(call);
        rules.identity();
        rules.times();
        rules.parties();
        rules.context();
        return rules.errors;
    }

    private void identity() {
        text(call, "clientUniqueId", true, 2048);
        text(call, "title", false, Integer.MAX_VALUE);
        text(call, "purpose", false, 255);
        text(call, "disposition", false, 255);
        text(call, "customData", false, Integer.MAX_VALUE);
        text(call, "meetingUrl", false, Integer.MAX_VALUE);
        text(call, "callProviderCode", false, Integer.MAX_VALUE);
        text(call, "languageCode", false, Integer.MAX_VALUE);
        text(call, "downloadMediaUrl", false, Integer.MAX_VALUE);
        matching(call, "primaryUser", true, CallRules::isId, "must be an id of 1 to 20 digits");
        matching(call, "workspaceId", false, CallRules::isId, "must be an id of 1 to 20 digits");
        matching(
                call, "direction", true, DIRECTIONS::contains, "must be one of Inbound, Outbound, Conference, Unknown");
    }

    private void times() {
        for (String field : List.of("actualStart", "scheduledStart", "scheduledEnd")) {
            boolean required = field.equals("actualStart");
            matching(call, field, required, CallRules::isTime, "must be an ISO-8601 time with an offset");
        }
        JsonNode duration = call.path("duration");
        if (!isAbsent(duration) && !(duration.isNumber() && duration.doubleValue() >= 0)) {
            errors.add("duration must be a number of seconds");
        }
    }

    private void parties() {
        JsonNode parties = call.path("parties");
        if (!parties.isArray() || parties.isEmpty()) {
            errors.add("parties must have at least one party");
            return;
        }
        boolean primary = false;
        for (JsonNode party : parties) {
            String where = "parties[].";
            if (!party.isObject()) {
                errors.add("parties[] must be objects");
                continue;
            }
            matching(party, "userId", where, false, CallRules::isId, "must be an id of 1 to 20 digits");
            matching(party, "emailAddress", where, false, CallRules::isAddress, "is not an address");
            JsonNode channel = party.path("mediaChannelId");
            if (!isAbsent(channel) && !(channel.isInt() && channel.intValue() >= 0 && channel.intValue() <= 1)) {
                errors.add("parties[].mediaChannelId must be 0 or 1");
            }
            primary |= party.path("userId")
                    .asText("")
                    .equals(call.path("primaryUser").asText());
        }
        if (!primary) {
            errors.add("parties must have the primary user, by userId");
        }
    }

    private void context() {
        for (JsonNode context : call.path("context")) {
            matching(context, "system", true, SYSTEMS::contains, "must be one of " + String.join(", ", SYSTEMS));
            for (JsonNode object : context.path("objects")) {
                text(object, "objectType", true, Integer.MAX_VALUE);
                text(object, "objectId", true, Integer.MAX_VALUE);
            }
        }
    }

    private void text(JsonNode parent, String field, boolean required, int longest) {
        matching(parent, field, required, value -> value.length() <= longest, "is longer than " + longest);
    }

    private void matching(JsonNode parent, String field, boolean required, Predicate<String> rule, String otherwise) {
        matching(parent, field, "", required, rule, otherwise);
    }

    private void matching(
            JsonNode parent, String field, String where, boolean required, Predicate<String> rule, String otherwise) {
        JsonNode value = parent.path(field);
        if (isAbsent(value)
                || (required && value.isTextual() && value.textValue().isBlank())) {
            if (required) {
                errors.add(where + field + " is required");
            }
        } else if (!value.isTextual()) {
            errors.add(where + field + " must be a string");
        } else if (!rule.test(value.textValue())) {
            errors.add(where + field + " " + otherwise);
        }
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    /** Gong has refused the reserved top-level domain {@code .example} (seen on the live service in 2026). */
    private static boolean isAddress(String value) {
        int at = value.indexOf('@');
        boolean whole = at > 0 && at == value.lastIndexOf('@') && at < value.length() - 1;
        return whole && value.chars().noneMatch(Character::isWhitespace) && !value.endsWith(".example");
    }

    /** Whether it can be an id of Gong's. */
    static boolean isId(String value) {
        return value.matches("[0-9]{1,20}");
    }

    private static boolean isTime(String value) {
        try {
            OffsetDateTime.parse(value);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
