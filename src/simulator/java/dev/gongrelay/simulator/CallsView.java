package dev.gongrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The calls as the page shows them, newest first. */
final class CallsView {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Ledger ledger;
    private final Processing processing;
    private final Users users;

    CallsView(Ledger ledger, Processing processing, Users users) {
        this.ledger = ledger;
        this.processing = processing;
        this.users = users;
    }

    /**
     * Lists calls.
     *
     * @param search words that all have to be in a call, whatever their case
     * @param state the state's name in lower case; empty for any
     */
    ObjectNode list(String search, String state, int from, int count) {
        List<GongCall> calls = ledger.calls();
        String[] words = search.strip().toLowerCase(Locale.ROOT).split("\\s+");
        List<GongCall> matching = new ArrayList<>();
        for (int i = calls.size() - 1; i >= 0; i--) {
            GongCall call = calls.get(i);
            if ((state.isEmpty() || name(state(call)).equals(state)) && hasAll(call, words)) {
                matching.add(call);
            }
        }
        ObjectNode answer = JSON.createObjectNode().put("total", calls.size()).put("matching", matching.size());
        ArrayNode rows = answer.putArray("rows");
        matching.stream().skip(from).limit(count).forEach(call -> rows.add(row(call)));
        return answer;
    }

    /** All about one call. */
    Optional<ObjectNode> call(String callId) {
        return ledger.call(callId).map(call -> {
            ObjectNode answer = row(call);
            answer.put("url", call.url()).put("registered", call.registered().toString());
            answer.set("details", call.details());
            ObjectNode names = answer.putObject("users");
            call.details()
                    .path("parties")
                    .forEach(party -> users.name(party.path("userId").asText())
                            .ifPresent(name -> names.put(party.path("userId").asText(), name)));
            ArrayNode uploads = answer.putArray("uploads");
            ledger.uploads(callId).forEach(upload -> uploads.add(upload(upload)));
            answer.set("requests", RequestsView.about(ledger.requests(callId)));
            return answer;
        });
    }

    /** How many calls there are in each state, and how much was received. */
    ObjectNode summary() {
        Map<CallState, Integer> states = new EnumMap<>(CallState.class);
        long accepted = 0;
        List<GongCall> calls = ledger.calls();
        for (GongCall call : calls) {
            states.merge(state(call), 1, Integer::sum);
            accepted += ledger.last(call.callId())
                    .filter(Reception::isAccepted)
                    .map(Reception::bytes)
                    .orElse(0L);
        }
        ObjectNode answer = JSON.createObjectNode().put("calls", calls.size()).put("accepted", accepted);
        ObjectNode counts = answer.putObject("states");
        for (CallState state : CallState.values()) {
            counts.put(name(state), states.getOrDefault(state, 0));
        }
        RequestLog.Totals requests = ledger.requestTotals();
        return answer.put("requests", requests.requests())
                .put("refused", requests.refused())
                .put("received", requests.receivedBytes());
    }

    private CallState state(GongCall call) {
        return processing
                .state(call.callId())
                .orElseGet(() -> ledger.last(call.callId())
                        .map(upload -> upload.isEnded() ? CallState.FAILED : CallState.UPLOADING)
                        .orElse(CallState.WAITING));
    }

    private boolean hasAll(GongCall call, String[] words) {
        if (words.length == 1 && words[0].isEmpty()) {
            return true;
        }
        String text = ledger.text(call.callId());
        for (String word : words) {
            if (!text.contains(word) && !isUser(call, word)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the name of a participant who is a user of Gong contains this. */
    private boolean isUser(GongCall call, String word) {
        for (JsonNode party : call.details().path("parties")) {
            if (users.searchedName(party.path("userId").asText()).contains(word)) {
                return true;
            }
        }
        return false;
    }

    private ObjectNode row(GongCall call) {
        JsonNode details = call.details();
        ObjectNode row = JSON.createObjectNode()
                .put("id", call.callId())
                .put(
                        "title",
                        details.path("title")
                                .asText(details.path("clientUniqueId").asText()))
                .put("start", details.path("actualStart").asText())
                .put("state", name(state(call)));
        people(call).forEach(row.putArray("people")::add);
        Optional<GongUpload> upload = ledger.accepted(call.callId())
                .or(() -> ledger.last(call.callId()).map(Reception::snapshot));
        upload.flatMap(call::length)
                .or(call::length)
                .ifPresent(length -> row.put("seconds", length.toMillis() / 1000.0));
        upload.ifPresent(media -> row.put("bytes", media.bytes()));
        return row;
    }

    private List<String> people(GongCall call) {
        List<String> people = new ArrayList<>();
        for (JsonNode party : call.details().path("parties")) {
            String userId = party.path("userId").asText();
            List.of(
                            party.path("name").asText(),
                            users.name(userId).orElse(""),
                            party.path("emailAddress").asText(),
                            party.path("phoneNumber").asText(),
                            userId)
                    .stream()
                    .filter(name -> !name.isBlank())
                    .findFirst()
                    .ifPresent(people::add);
        }
        return people;
    }

    private static ObjectNode upload(GongUpload upload) {
        return JSON.createObjectNode()
                .put("started", upload.started().toString())
                .put("took", upload.took().toMillis())
                .put("bytes", upload.bytes())
                .put("status", upload.status())
                .put("accepted", upload.accepted())
                .put("outcome", upload.outcome())
                .put("sha256", upload.sha256())
                .put("type", upload.partHeaders().getOrDefault("content-type", ""))
                .put("kept", upload.media() != null);
    }

    private static String name(CallState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
