package dev.gongrelay.check;

import dev.gongrelay.failure.RelayException;
import java.util.Locale;
import java.util.regex.Pattern;

/** What to do about a failure that a check met. */
final class Advice {
    private static final Pattern ADDRESS = Pattern.compile("\\b(ip|trusted|address)\\b");
    /** What the relay itself adds to Gong's words. */
    private static final String OWN_WORDS = "listing users needs the scope api:users:read";

    private static final String TRUST =
            "Add the function's outgoing address to the key's trusted IP addresses in Gong, or remove the list.";
    private static final String SCOPES =
            "Give the key the scopes api:calls:create, api:users:read and api:calls:read:extensive.";

    private Advice() {}

    /** One or two sentences; empty if the failure's message says all. */
    static String on(RelayException failure) {
        return switch (failure.code()) {
            case GONG_FORBIDDEN -> forbidden(failure.getMessage());
            case GONG_UNREACHABLE ->
                "Check the host in RELAY_GONG_BASE_URL. In a VPC, the function needs a NAT gateway to reach it.";
            case GONG_THROTTLED -> "Gong's limits apply to all integrations together. Check again in a minute.";
            case CREDENTIALS_INVALID ->
                "The secret must be {\"accessKey\":\"...\",\"accessKeySecret\":\"...\"}. The role needs"
                        + " secretsmanager:GetSecretValue, and kms:Decrypt on the secret's key.";
            case CREDENTIALS_UNAVAILABLE, QUEUE_UNAVAILABLE, RECEIPT_UNAVAILABLE, SOURCE_UNAVAILABLE ->
                "In a VPC, check the routes and endpoints to AWS services.";
            case QUEUE_DENIED -> "The role needs sqs:GetQueueAttributes.";
            default -> "";
        };
    }

    private static String forbidden(String message) {
        String words = message.toLowerCase(Locale.ROOT).replace(OWN_WORDS, "");
        if (ADDRESS.matcher(words).find()) {
            return TRUST;
        }
        return words.contains("scope") || words.contains("permission") ? SCOPES : TRUST + " Otherwise: " + SCOPES;
    }
}
