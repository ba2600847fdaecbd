package dev.gongrelay.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The latest requests, and how many there were in all. For one thread at a time. */
final class RequestLog {
    private final int most;
    private final Deque<RequestEntry> entries = new ArrayDeque<>();
    private final Map<String, List<RequestEntry>> byCall = new HashMap<>();
    private final Map<Endpoint, Integer> counts = new EnumMap<>(Endpoint.class);
    private int count;
    private int forgottenRefused;
    private long forgottenBytes;

    /** @param most how many it keeps */
    RequestLog(int most) {
        this.most = most;
    }

    /** How many requests came, and what became of them. */
    record Totals(int requests, int refused, long receivedBytes) {}

    /** The number of the next request. */
    int nextNumber() {
        return count + 1;
    }

    /** Adds one, and forgets the oldest if there are too many. */
    void add(RequestEntry entry) {
        count++;
        Endpoint endpoint = entry.endpoint();
        if (endpoint != null) {
            counts.merge(endpoint, 1, Integer::sum);
        }
        entries.add(entry);
        if (entries.size() > most) {
            forget(entries.remove());
        }
    }

    private void forget(RequestEntry entry) {
        forgottenRefused += entry.isRefused() ? 1 : 0;
        forgottenBytes += entry.received();
        byCall.computeIfPresent(entry.callId(), (call, about) -> {
            about.remove(entry);
            return about.isEmpty() ? null : about;
        });
    }

    /** Notes that a request is about this call. */
    void about(String callId, RequestEntry entry) {
        byCall.computeIfAbsent(callId, none -> new ArrayList<>()).add(entry);
    }

    /** The kept entries, in order. */
    List<RequestEntry> entries() {
        return List.copyOf(entries);
    }

    /** The kept entries about this call, in order. */
    List<RequestEntry> entries(String callId) {
        return List.copyOf(byCall.getOrDefault(callId, List.of()));
    }

    /** How many requests to this endpoint came. */
    int count(Endpoint endpoint) {
        return counts.getOrDefault(endpoint, 0);
    }

    Totals totals() {
        int refused = forgottenRefused;
        long received = forgottenBytes;
        for (RequestEntry entry : entries) {
            refused += entry.isRefused() ? 1 : 0;
            received += entry.received();
        }
        return new Totals(count, refused, received);
    }

    void clear() {
        entries.clear();
        byCall.clear();
        counts.clear();
        count = 0;
        forgottenRefused = 0;
        forgottenBytes = 0;
    }
}
