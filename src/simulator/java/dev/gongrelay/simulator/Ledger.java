package dev.gongrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the simulator remembers, for its requests on the event loop and its callers on other threads. */
final class Ledger {
    /** More than a long holds, so that nobody takes an id for a number. */
    private static final BigInteger FIRST_CALL = new BigInteger("18234227402593789501");

    private final Map<String, GongCall> calls = new LinkedHashMap<>();
    private final Map<String, String> callsByUniqueId = new HashMap<>();
    private final Map<String, String> callsByHash = new HashMap<>();
    private final List<GongRequest> requests = new ArrayList<>();
    private final List<Reception> receptions = new ArrayList<>();
    private final Deque<Fault> callFaults = new ArrayDeque<>();
    private final Deque<Fault> uploadFaults = new ArrayDeque<>();
    private final Deque<Long> admissions = new ArrayDeque<>();
    private int overlappingUploads;

    synchronized void reset() {
        calls.clear();
        callsByUniqueId.clear();
        callsByHash.clear();
        requests.clear();
        receptions.clear();
        callFaults.clear();
        uploadFaults.clear();
        admissions.clear();
        overlappingUploads = 0;
    }

    synchronized void script(boolean upload, int times, Fault fault) {
        for (int i = 0; i < times; i++) {
            (upload ? uploadFaults : callFaults).add(fault);
        }
    }

    synchronized Fault nextFault(boolean upload) {
        Fault fault = (upload ? uploadFaults : callFaults).poll();
        return fault == null ? Fault.none() : fault;
    }

    synchronized void request(GongRequest request) {
        requests.add(request);
    }

    /** Whether one more request fits the limit; if so it counts. */
    synchronized boolean admit(int perSecond, long nanoTime) {
        while (!admissions.isEmpty() && nanoTime - admissions.getFirst() >= 1_000_000_000L) {
            admissions.remove();
        }
        if (admissions.size() >= perSecond) {
            return false;
        }
        admissions.add(nanoTime);
        return true;
    }

    /** The call that has this clientUniqueId. */
    synchronized Optional<String> posted(String clientUniqueId) {
        return Optional.ofNullable(callsByUniqueId.get(clientUniqueId));
    }

    synchronized GongCall register(JsonNode details, String body) {
        String callId = FIRST_CALL.add(BigInteger.valueOf(calls.size())).toString();
        GongCall call =
                new GongCall(callId, "https://app.gong.io/call?id=" + callId, details.deepCopy(), body, Instant.now());
        calls.put(callId, call);
        callsByUniqueId.put(details.path("clientUniqueId").textValue(), callId);
        return call;
    }

    synchronized Optional<GongCall> call(String callId) {
        return Optional.ofNullable(calls.get(callId));
    }

    synchronized boolean hasMedia(String callId) {
        return callsByHash.containsValue(callId);
    }

    /** The call whose media has this hash. */
    synchronized Optional<String> sameContent(String sha256) {
        return Optional.ofNullable(callsByHash.get(sha256));
    }

    synchronized void handled(String callId, String sha256) {
        callsByHash.put(sha256, callId);
    }

    /** Adds a PUT; returns the others of the same call that are still under way. */
    synchronized List<Reception> begin(Reception reception) {
        List<Reception> others = receptions.stream()
                .filter(other -> other.callId().equals(reception.callId()) && !other.isEnded())
                .toList();
        receptions.add(reception);
        return others;
    }

    synchronized void overlap() {
        overlappingUploads++;
    }

    synchronized List<GongCall> calls() {
        return List.copyOf(calls.values());
    }

    synchronized List<GongRequest> requests() {
        return List.copyOf(requests);
    }

    synchronized List<Reception> receptions() {
        return List.copyOf(receptions);
    }

    /** The PUTs of this call's media, in order. */
    synchronized List<GongUpload> uploads(String callId) {
        return receptions.stream()
                .filter(reception -> reception.callId().equals(callId))
                .map(Reception::snapshot)
                .toList();
    }

    synchronized int overlappingUploads() {
        return overlappingUploads;
    }
}
