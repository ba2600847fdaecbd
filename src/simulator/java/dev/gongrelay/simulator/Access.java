package dev.gongrelay.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides who may send which request, and how many a second. On the event loop, except for the switches. */
final class Access {
    private final Deque<Long> admissions = new ArrayDeque<>();

    private volatile String authorization = "";
    private volatile boolean forbidding;
    private volatile int requestsPerSecond;
    private volatile MissingScopes missing = new MissingScopes(403, Set.of());

    private record MissingScopes(int status, Set<String> scopes) {}

    void credentials(String accessKey, String accessKeySecret) {
        byte[] pair = (accessKey + ":" + accessKeySecret).getBytes(StandardCharsets.UTF_8);
        authorization = "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    void forbid(boolean value) {
        forbidding = value;
    }

    void requestsPerSecond(int value) {
        requestsPerSecond = value;
    }

    void missingScopes(int status, Set<String> scopes) {
        missing = new MissingScopes(status, scopes);
    }

    synchronized void reset() {
        admissions.clear();
    }

    /** Returns whether the request may be taken, or refuses it. */
    boolean admits(Exchange exchange, Endpoint endpoint) {
        MissingScopes without = missing;
        if (!authorization.equals(exchange.request().getHeader("Authorization"))) {
            exchange.refuse(401, List.of("Unauthorized"), Map.of("WWW-Authenticate", "Basic realm=\"Gong\""));
        } else if (forbidding) {
            exchange.refuse(403, List.of("the access key may not be used from this address"));
        } else if (without.scopes.contains(endpoint.scope())) {
            exchange.refuse(without.status, List.of("the access key lacks the scope " + endpoint.scope()));
        } else if (requestsPerSecond > 0 && !fits(requestsPerSecond, System.nanoTime())) {
            exchange.refuse(429, List.of("too many requests"), Map.of("Retry-After", "1"));
        } else {
            return true;
        }
        return false;
    }

    /** Counts one more request if it is within the limit; returns whether it is. */
    private synchronized boolean fits(int perSecond, long nanoTime) {
        while (!admissions.isEmpty() && nanoTime - admissions.getFirst() >= 1_000_000_000L) {
            admissions.remove();
        }
        if (admissions.size() >= perSecond) {
            return false;
        }
        admissions.add(nanoTime);
        return true;
    }
}
