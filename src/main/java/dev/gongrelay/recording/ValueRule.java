package dev.gongrelay.recording;

import static com.fasterxml.jackson.databind.node.JsonNodeType.ARRAY;
import static com.fasterxml.jackson.databind.node.JsonNodeType.BOOLEAN;
import static com.fasterxml.jackson.databind.node.JsonNodeType.NUMBER;
import static com.fasterxml.jackson.databind.node.JsonNodeType.OBJECT;
import static com.fasterxml.jackson.databind.node.JsonNodeType.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a value must be, and how a message says so, as docs/call-details.schema.json does for producers. Checking a rule
 * takes time proportional to the text's length.
 */
enum ValueRule {
    ANY_TEXT(STRING, "must be text", text -> true),
    SHORT_TEXT(STRING, "must be text of at most 255 characters", text -> isNoLonger(text, 255)),
    UNIQUE_ID(STRING, "must be text of 1 to 2048 characters", text -> isText(text, 2048)),
    CALL_ID(STRING, "must be 1 to 20 digits", ValueRule::isId),
    PERSON(
            STRING,
            "must be a Gong user id (1 to 20 digits), an email address, extension:<extension> or phone:<number>",
            text -> isId(text) || Handle.of(text).isPresent()),
    WORKSPACE_ID(STRING, "must be a Gong workspace id, 1 to 20 digits", ValueRule::isId),
    TIME(STRING, "must be a time with an offset or Z, such as 2026-01-31T09:30:00Z", ValueRule::isTime),
    EMAIL_ADDRESS(STRING, "must be an email address", EmailAddress::isValid),
    DIRECTION(
            STRING,
            "must be Inbound, Outbound, Conference or Unknown",
            isOneOf("Inbound", "Outbound", "Conference", "Unknown")),
    CRM_SYSTEM(
            STRING,
            "must be Salesforce, HubSpot, MicrosoftDynamic or Generic",
            isOneOf("Salesforce", "HubSpot", "MicrosoftDynamic", "Generic")),
    CALL_OBJECT_TYPE(
            STRING,
            "must be Opportunity, Account, Lead, Contact or User",
            isOneOf("Opportunity", "Account", "Lead", "Contact", "User", "Opportunity,Account")),
    PARTY_OBJECT_TYPE(
            STRING,
            "must be Lead, Contact, Account, Opportunity or User",
            isOneOf("Lead", "Contact", "Account", "Opportunity", "User", "Lead,Contact")),
    SECONDS(NUMBER, "must be a number of seconds, 0 or more", ValueRule::isSeconds),
    MILLISECONDS(NUMBER, "must be a whole number of milliseconds from 0 to 2147483647", ValueRule::isMilliseconds),
    CHANNEL(NUMBER, "must be 0 (left) or 1 (right)", isOneOf("0", "1")),
    FLAG(BOOLEAN, "must be true or false", text -> true),
    LIST(ARRAY, "must be a list", text -> true),
    STRUCTURE(OBJECT, "must be an object", text -> true);

    /** OffsetDateTime reads more formats, which docs/call-details.schema.json doesn't allow either. */
    private static final Pattern TIME_FORMAT =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?(Z|[+-]\\d\\d:\\d\\d)");

    private final JsonNodeType type;
    private final String demand;
    private final Predicate<CharSequence> holds;

    ValueRule(JsonNodeType type, String demand, Predicate<CharSequence> holds) {
        this.type = type;
        this.demand = demand;
        this.holds = holds;
    }

    /** Whether a value keeps the rule. */
    boolean accepts(JsonNode value) {
        return value.getNodeType() == type && holds(value.asText());
    }

    /** Whether a text, or the digits of a number, keeps the rule. */
    boolean holds(CharSequence text) {
        return holds.test(text);
    }

    /** What a value that breaks the rule must be, without quoting it. */
    String demand(JsonNode value) {
        if (type == STRING && (value.isNumber() || value.isBoolean())) {
            return demand + ", in quotes";
        }
        return type != STRING && value.isTextual() ? demand + ", without quotes" : demand;
    }

    private static Predicate<CharSequence> isOneOf(String... values) {
        Set<String> all = Set.of(values);
        return text -> all.contains(text.toString());
    }

    private static boolean isText(CharSequence text, int longest) {
        return text.codePoints().anyMatch(c -> !Character.isWhitespace(c)) && isNoLonger(text, longest);
    }

    private static boolean isNoLonger(CharSequence text, int longest) {
        return Character.codePointCount(text, 0, text.length()) <= longest;
    }

    static boolean isId(CharSequence text) {
        return text.length() <= 20 && isDigits(text);
    }

    private static boolean isDigits(CharSequence text) {
        return text.length() > 0 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isTime(CharSequence text) {
        if (!TIME_FORMAT.matcher(text).matches()) {
            return false;
        }
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** Gong stores them as a float (Gong, "Add New Call", 2026-07-05). */
    private static boolean isSeconds(CharSequence text) {
        double seconds = Double.parseDouble(text.toString());
        return seconds >= 0 && seconds <= Float.MAX_VALUE;
    }

    private static boolean isMilliseconds(CharSequence text) {
        return text.length() <= 10 && isDigits(text) && Long.parseLong(text.toString()) <= Integer.MAX_VALUE;
    }
}
