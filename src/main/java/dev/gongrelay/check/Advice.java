package dev.gongrelay.check;

import dev.gongrelay.failure.RelayException;
import java.util.Locale;

/** What to do about a failure while nobody has looked into the runbook. */
final class Advice {
    private Advice() {}

    /** One or two sentences; empty if the failure's message says it. */
    static String on(RelayException failure) {
        return switch (failure.code()) {
            case GONG_UNAUTHORIZED ->
                "The key was revoked or mistyped, or it belongs to another region: compare RELAY_GONG_BASE_URL with the"
                        + " address that Gong shows beside the key (Admin, Ecosystem, API).";
            case GONG_FORBIDDEN -> forbidden(failure.getMessage());
            case GONG_UNREACHABLE ->
                "Check the host in RELAY_GONG_BASE_URL. In a VPC, the function needs a NAT gateway to reach it.";
            case GONG_THROTTLED -> "Gong's limits are for all integrations together. Ask again in a minute.";
            case CREDENTIALS_INVALID ->
                "The secret must be {\"accessKey\":\"...\",\"accessKeySecret\":\"...\"}, and the role must be allowed"
                        + " secretsmanager:GetSecretValue, and kms:Decrypt on its key.";
            case CREDENTIALS_UNAVAILABLE, QUEUE_UNAVAILABLE, RECEIPT_UNAVAILABLE, SOURCE_UNAVAILABLE ->
                "In a VPC, check the routes and endpoints to AWS's services.";
            case QUEUE_DENIED -> "The role must be allowed sqs:GetQueueAttributes.";
            default -> "";
        };
    }

    private static String forbidden(String words) {
        return words.toLowerCase(Locale.ROOT).matches("(?s).*\\b(ip|trusted|address)\\b.*")
                ? "Add the function's outgoing address to the key's trusted IP addresses in Gong, or remove the list."
                : "Give the key the scopes that docs/install.md lists, or use a key of a technical administrator.";
    }
}
