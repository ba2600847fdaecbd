package dev.gongrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpServerRequest;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the simulator remembers. Safe for use by the event loop and other threads. */
final class Ledger {
    /** More than a long holds, so that no client takes an ID for a number. */
    private static final BigInteger FIRST_CALL = new BigInteger("18234227402593789501");

    private final Map<String, GongCall> calls = new LinkedHashMap<>();
    private final Map<String, String> callsByUniqueId = new HashMap<>();
    private final Map<String, String> callsByHash = new HashMap<>();
    private final Map<String, String> hashesByCall = new HashMap<>();
    private final Map<String, List<Reception>> receptionsByCall = new HashMap<>();
    private final List<Reception> receptions = new ArrayList<>();
    private final RequestLog requests;
    private final Map<String, String> texts = new HashMap<>();
    private int overlappingUploads;

    /** @param mostRequests how many requests it remembers */
    Ledger(int mostRequests) {
        requests = new RequestLog(mostRequests);
    }

    synchronized void reset() {
        texts.clear();
        calls.clear();
        callsByUniqueId.clear();
        callsByHash.clear();
        hashesByCall.clear();
        receptionsByCall.clear();
        receptions.clear();
        requests.clear();
        overlappingUploads = 0;
    }

    /** Notes a request whose head has come. */
    synchronized RequestEntry request(HttpServerRequest request, @Nullable Endpoint endpoint) {
        RequestEntry entry = new RequestEntry(requests.nextNumber(), request, endpoint);
        requests.add(entry);
        if (!entry.callId().isEmpty()) {
            about(entry.callId(), entry);
        }
        return entry;
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
        StringBuilder text = new StringBuilder(callId);
        texts(details, text);
        texts.put(callId, text.toString().toLowerCase(Locale.ROOT));
        return call;
    }

    /** All text of the call's details in lower case, for searches. */
    synchronized String text(String callId) {
        return texts.getOrDefault(callId, "");
    }

    private static void texts(JsonNode node, StringBuilder text) {
        if (node.isContainerNode()) {
            node.forEach(child -> texts(child, text));
        } else {
            text.append('\n').append(node.asText());
        }
    }

    synchronized Optional<GongCall> call(String callId) {
        return Optional.ofNullable(calls.get(callId));
    }

    synchronized boolean hasMedia(String callId) {
        return hashesByCall.containsKey(callId);
    }

    /** The call whose media has this hash. */
    synchronized Optional<String> sameContent(String sha256) {
        return Optional.ofNullable(callsByHash.get(sha256));
    }

    synchronized void handled(String callId, String sha256) {
        callsByHash.put(sha256, callId);
        hashesByCall.put(callId, sha256);
    }

    /** Adds a PUT; returns the others of the same call that are still under way. */
    synchronized List<Reception> begin(Reception reception) {
        List<Reception> ofCall = receptionsByCall.computeIfAbsent(reception.callId(), none -> new ArrayList<>());
        List<Reception> others =
                ofCall.stream().filter(other -> !other.isEnded()).toList();
        ofCall.add(reception);
        receptions.add(reception);
        return others;
    }

    synchronized void overlap() {
        overlappingUploads++;
    }

    synchronized List<GongCall> calls() {
        return List.copyOf(calls.values());
    }

    /** The latest requests, in order. */
    synchronized List<RequestEntry> requests() {
        return requests.entries();
    }

    /** The requests about this call, in order. */
    synchronized List<RequestEntry> requests(String callId) {
        return requests.entries(callId);
    }

    /** How many requests to this endpoint came. */
    synchronized int requests(Endpoint endpoint) {
        return requests.count(endpoint);
    }

    /** How many requests came, including forgotten ones. */
    synchronized RequestLog.Totals requestTotals() {
        return requests.totals();
    }

    /** Notes that a request is about this call. */
    synchronized void about(String callId, RequestEntry entry) {
        entry.about(callId);
        requests.about(callId, entry);
    }

    synchronized List<Reception> receptions() {
        return List.copyOf(receptions);
    }

    /** The PUTs of this call's media, in order. */
    synchronized List<GongUpload> uploads(String callId) {
        return receptionsByCall.getOrDefault(callId, List.of()).stream()
                .map(Reception::snapshot)
                .toList();
    }

    /** The PUT that brought this call's media. */
    synchronized Optional<GongUpload> accepted(String callId) {
        return receptionsByCall.getOrDefault(callId, List.of()).stream()
                .filter(Reception::isAccepted)
                .map(Reception::snapshot)
                .findFirst();
    }

    /** The last PUT of this call's media. */
    synchronized Optional<Reception> last(String callId) {
        List<Reception> ofCall = receptionsByCall.getOrDefault(callId, List.of());
        return ofCall.isEmpty() ? Optional.empty() : Optional.of(ofCall.get(ofCall.size() - 1));
    }

    synchronized int overlappingUploads() {
        return overlappingUploads;
    }
}
