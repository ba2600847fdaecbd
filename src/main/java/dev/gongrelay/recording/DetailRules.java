package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What Gong demands of a call's details (Gong, "Add New Call", 2025-11-17), checked before Gong hears of them. Fields
 * that Gong may have added since are let through. docs/call-details.schema.json says the same for producers.
 */
final class DetailRules {
    private static final Pattern ID = Pattern.compile("\\d{1,20}");
    /** Also what docs/call-details.schema.json says, which leaves OffsetDateTime's other forms out. */
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?(Z|[+-]\\d\\d:\\d\\d)");

    private static final Pattern EMAIL_ADDRESS = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
    private static final Set<String> DIRECTIONS = Set.of("Inbound", "Outbound", "Conference", "Unknown");
    private static final int LONGEST_UNIQUE_ID = 2048;
    private static final int LONGEST_PHRASE = 255;

    private final DetailLayers layers;
    private final JsonNode document;
    private final List<Problem> problems = new ArrayList<>();

    private DetailRules(DetailLayers layers) {
        this.layers = layers;
        this.document = layers.document();
    }

    /**
     * Looks at every field.
     *
     * @param stereo whether the recording has two channels
     * @return what is wrong or missing
     */
    static List<Problem> problems(DetailLayers layers, boolean stereo) {
        DetailRules rules = new DetailRules(layers);
        rules.checkCall();
        rules.checkParties(stereo);
        return rules.problems;
    }

    static boolean isId(JsonNode value) {
        return value.isTextual() && ID.matcher(value.textValue()).matches();
    }

    private void checkCall() {
        require("clientUniqueId", text(LONGEST_UNIQUE_ID), "must be a text of 1 to 2048 characters");
        require("actualStart", DetailRules::isTime, "must be a time such as 2026-01-31T09:30:00Z, with offset or Z");
        require(
                "direction",
                value -> value.isTextual() && DIRECTIONS.contains(value.textValue()),
                "must be Inbound, Outbound, Conference or Unknown");
        require("primaryUser", DetailRules::isId, "must be a Gong user id, 1 to 20 digits in quotes");
        allow("title", JsonNode::isTextual, "must be a text");
        allow("purpose", text(LONGEST_PHRASE), "must be a text of 1 to 255 characters");
        allow("disposition", text(LONGEST_PHRASE), "must be a text of 1 to 255 characters");
        allow("scheduledStart", DetailRules::isTime, "must be a time such as 2026-01-31T09:30:00Z");
        allow("scheduledEnd", DetailRules::isTime, "must be a time such as 2026-01-31T09:30:00Z");
        allow(
                "duration",
                value -> value.isNumber() && value.doubleValue() >= 0,
                "must be a number of seconds, 0 or more");
        allow("meetingUrl", JsonNode::isTextual, "must be a text");
        allow("callProviderCode", JsonNode::isTextual, "must be a text");
        allow("workspaceId", DetailRules::isId, "must be a Gong workspace id, 1 to 20 digits in quotes");
        allow("languageCode", JsonNode::isTextual, "must be a text");
        allow("customData", JsonNode::isTextual, "must be a text");
        allow("context", JsonNode::isArray, "must be a list");
        allow("speakersTimeline", JsonNode::isObject, "must be an object");
        allow("downloadMediaUrl", value -> false, "must not be given: Gong would fetch the media itself");
    }

    private void checkParties(boolean stereo) {
        JsonNode parties = document.path("parties");
        if (!parties.isArray() || parties.isEmpty()) {
            problem("parties", parties.isMissingNode() ? "is missing" : "must be a list of at least one party");
            return;
        }
        Set<Integer> channels = new HashSet<>();
        boolean primaryUserPresent = false;
        for (int i = 0; i < parties.size(); i++) {
            JsonNode party = parties.get(i);
            String name = "parties[" + i + "]";
            if (!party.isObject()) {
                problem(name, "must be an object");
                continue;
            }
            checkParty(name, party);
            JsonNode channel = party.path("mediaChannelId");
            if (stereo && channel.isInt() && !channels.add(channel.intValue())) {
                problem(name + ".mediaChannelId", "is the same as another party's though the recording is stereo");
            }
            primaryUserPresent |= party.path("userId").equals(document.path("primaryUser"));
        }
        if (!primaryUserPresent && isId(document.path("primaryUser"))) {
            problem("parties", "must have the primary user as a party, by userId");
        }
    }

    private void checkParty(String name, JsonNode party) {
        for (String field : List.of("phoneNumber", "name", "partyId")) {
            check(name + "." + field, party.path(field), JsonNode::isTextual, "must be a text");
        }
        check(
                name + ".emailAddress",
                party.path("emailAddress"),
                value -> value.isTextual()
                        && EMAIL_ADDRESS.matcher(value.textValue()).matches(),
                "must be an e-mail address");
        check(name + ".userId", party.path("userId"), DetailRules::isId, "must be a Gong user id, 1 to 20 digits");
        check(
                name + ".mediaChannelId",
                party.path("mediaChannelId"),
                value -> value.isInt() && (value.intValue() == 0 || value.intValue() == 1),
                "must be 0 (left) or 1 (right)");
        check(name + ".context", party.path("context"), JsonNode::isArray, "must be a list");
    }

    private void require(String field, Predicate<JsonNode> rule, String demand) {
        if (document.has(field)) {
            allow(field, rule, demand);
        } else {
            problem(field, "is missing");
        }
    }

    private void allow(String field, Predicate<JsonNode> rule, String demand) {
        check(field, document.path(field), rule, demand);
    }

    private void check(String field, JsonNode value, Predicate<JsonNode> rule, String demand) {
        if (!value.isMissingNode() && !value.isNull() && !rule.test(value)) {
            problem(field, demand);
        }
    }

    private void problem(String field, String demand) {
        String topLevel = field.replaceAll("[.\\[].*", "");
        problems.add(new Problem(topLevel, field + " " + demand + " (" + layers.origin(topLevel) + ")"));
    }

    private static Predicate<JsonNode> text(int longest) {
        return value -> value.isTextual()
                && !value.textValue().isBlank()
                && value.textValue().codePointCount(0, value.textValue().length()) <= longest;
    }

    private static boolean isTime(JsonNode value) {
        if (!value.isTextual() || !TIME.matcher(value.textValue()).matches()) {
            return false;
        }
        try {
            OffsetDateTime.parse(value.textValue());
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /**
     * A field that is wrong or missing.
     *
     * @param field at the top level
     * @param text naming the field and the layer it came from; never its value, which may be personal
     */
    record Problem(String field, String text) {}
}
