package dev.gongrelay.check;

import dev.gongrelay.gong.GongAccount;
import dev.gongrelay.people.Acceptance;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Explains a 401 from Gong, which answers a revoked key and a key of another region alike: the key that it last accepted
 * tells them apart.
 */
final class KeyRefusal {
    private static final String PAGE = "Gong shows it beside its access keys (Admin center, Settings, Ecosystem, API)";
    private static final String NEW_KEY = "Create a new key in Gong (Admin center, Settings, Ecosystem, API), and put"
            + " {\"accessKey\":\"...\",\"accessKeySecret\":\"...\"} into the secret. It is read within five minutes.";

    private KeyRefusal() {}

    /** What is most likely wrong, and what to do about it. */
    static String advice(GongAccount refused, Optional<Acceptance> last) {
        if (last.isEmpty()) {
            return "The relay has no record that Gong ever accepted a key. Most likely, RELAY_GONG_BASE_URL is that of"
                    + " another region or company: " + PAGE + ". Otherwise, the key was copied wrongly, or revoked.";
        }
        GongAccount accepted = last.get().account();
        String time = last.get().time().truncatedTo(ChronoUnit.SECONDS).toString();
        boolean sameUrl = accepted.baseUrl().equals(refused.baseUrl());
        boolean sameKey = accepted.keyFingerprint().equals(refused.keyFingerprint());
        if (sameUrl && sameKey) {
            return "Gong accepted this key at this base URL until " + time
                    + " at least: the key was revoked, or its secret was replaced. " + NEW_KEY;
        }
        if (sameKey) {
            return "Gong accepted this key at " + accepted.baseUrl() + " (" + time
                    + "), and the base URL has changed to " + refused.baseUrl()
                    + ", which is that of another region or company: set RELAY_GONG_BASE_URL back.";
        }
        if (sameUrl) {
            return "Gong accepted another key at this base URL (" + time
                    + "): the base URL is right, and the new key or its"
                    + " secret is wrong or revoked. Compare both with what Gong showed. " + NEW_KEY;
        }
        return "Gong accepted another key at " + accepted.baseUrl() + " (" + time
                + "), and both have changed: the key must be one of the company whose base URL is " + refused.baseUrl()
                + "; " + PAGE + ".";
    }
}
