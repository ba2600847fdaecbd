package dev.gongrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerRequest;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers requests for calls, which are listed once they are processed. On the event loop. */
final class CallReads {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_IDS = 100;

    private final Ledger ledger;
    private final Processing processing;

    CallReads(Ledger ledger, Processing processing) {
        this.ledger = ledger;
        this.processing = processing;
    }

    /** Answers {@code GET /v2/calls/{id}}. */
    void get(Exchange exchange, String callId) {
        Optional<GongCall> call = ledger.call(callId).filter(this::isListed);
        if (call.isEmpty()) {
            exchange.refuse(404, List.of("no call found with the id " + callId));
        } else {
            exchange.answer(200, Page.answer(exchange).set("call", metadata(call.get())), Map.of());
        }
    }

    /** Answers {@code GET /v2/calls?fromDateTime=…&toDateTime=…}. */
    void list(Exchange exchange) {
        HttpServerRequest request = exchange.request();
        ObjectNode filter = JSON.createObjectNode();
        for (String name : List.of("fromDateTime", "toDateTime", "workspaceId")) {
            filter.put(name, request.getParam(name));
            if (filter.path(name).isNull() && !name.equals("workspaceId")) {
                exchange.refuse(400, List.of(name + " is required"));
                return;
            }
        }
        answer(exchange, filter, Optional.ofNullable(request.getParam("cursor")), null);
    }

    /** Answers {@code POST /v2/calls/extensive}. */
    void filter(Exchange exchange) {
        JsonBody.read(exchange, (body, text) -> {
            JsonNode filter = body.path("filter");
            if (!filter.isObject()) {
                exchange.refuse(400, List.of("filter is required"));
            } else if (filter.path("callIds").size() > MOST_IDS) {
                exchange.refuse(400, List.of("filter.callIds has more than " + MOST_IDS + " ids"));
            } else {
                answer(
                        exchange,
                        filter,
                        Optional.ofNullable(body.path("cursor").textValue()),
                        body.path("contentSelector"));
            }
        });
    }

    /** @param selector what to list besides the metadata; null for nothing */
    private void answer(Exchange exchange, JsonNode filter, Optional<String> cursor, @Nullable JsonNode selector) {
        CallFilter wanted;
        try {
            wanted = CallFilter.of(filter);
        } catch (DateTimeException e) {
            exchange.refuse(400, List.of("fromDateTime and toDateTime must be ISO-8601 times with an offset"));
            return;
        }
        List<JsonNode> calls = new ArrayList<>();
        for (GongCall call : ledger.calls()) {
            if (wanted.takes(call) && isListed(call)) {
                calls.add(selector == null ? metadata(call) : extensive(call, selector));
            }
        }
        Page.answer(exchange, "calls", calls, cursor);
    }

    private boolean isListed(GongCall call) {
        return processing.state(call.callId()).equals(Optional.of(CallState.LISTED));
    }

    private JsonNode extensive(GongCall call, JsonNode selector) {
        ObjectNode data = JSON.createObjectNode();
        data.set("metaData", metadata(call));
        if (!selector.path("context").asText("None").equals("None")
                && call.details().has("context")) {
            data.set("context", call.details().path("context"));
        }
        if (selector.path("exposedFields").path("parties").asBoolean()) {
            data.set("parties", parties(call.details().path("parties")));
        }
        return data;
    }

    private static JsonNode parties(JsonNode sent) {
        List<ObjectNode> parties = new ArrayList<>();
        for (JsonNode party : sent) {
            ObjectNode told = JSON.createObjectNode().put("id", String.valueOf(parties.size() + 1));
            copy(party, told, List.of("emailAddress", "name", "userId", "phoneNumber"));
            told.put("affiliation", party.hasNonNull("userId") ? "Internal" : "Unknown");
            told.putArray("methods").add("Attendee");
            parties.add(told);
        }
        return JSON.createArrayNode().addAll(parties);
    }

    private JsonNode metadata(GongCall call) {
        JsonNode details = call.details();
        Optional<GongUpload> upload = ledger.accepted(call.callId());
        ObjectNode metadata = JSON.createObjectNode().put("id", call.callId()).put("url", call.url());
        copy(details, metadata, List.of("title", "direction", "workspaceId", "clientUniqueId", "customData"));
        copy(details, metadata, List.of("purpose", "meetingUrl"));
        metadata.put("started", details.path("actualStart").textValue());
        metadata.put("primaryUserId", details.path("primaryUser").textValue());
        if (details.hasNonNull("scheduledStart")) {
            metadata.set("scheduled", details.path("scheduledStart"));
        }
        if (details.hasNonNull("languageCode")) {
            metadata.set("language", details.path("languageCode"));
        }
        upload.flatMap(call::length).ifPresent(length -> metadata.put("duration", length.toSeconds()));
        upload.ifPresent(media -> metadata.put("media", media.isVideo() ? "Video" : "Audio"));
        return metadata.put("isPrivate", false);
    }

    private static void copy(JsonNode from, ObjectNode to, List<String> fields) {
        fields.stream().filter(from::hasNonNull).forEach(field -> to.set(field, from.path(field)));
    }

    /** Which calls to list. An empty or missing list of IDs selects all. */
    private record CallFilter(
            Set<String> callIds,
            Set<String> primaryUsers,
            @Nullable OffsetDateTime from,
            @Nullable OffsetDateTime to,
            @Nullable String workspaceId) {
        static CallFilter of(JsonNode filter) {
            return new CallFilter(
                    texts(filter.path("callIds")),
                    texts(filter.path("primaryUserIds")),
                    time(filter.path("fromDateTime")),
                    time(filter.path("toDateTime")),
                    filter.path("workspaceId").textValue());
        }

        boolean takes(GongCall call) {
            JsonNode details = call.details();
            OffsetDateTime start =
                    OffsetDateTime.parse(details.path("actualStart").textValue());
            return (callIds.isEmpty() || callIds.contains(call.callId()))
                    && (primaryUsers.isEmpty()
                            || primaryUsers.contains(details.path("primaryUser").textValue()))
                    && (from == null || !start.isBefore(from))
                    && (to == null || start.isBefore(to))
                    && (workspaceId == null
                            || workspaceId.equals(details.path("workspaceId").textValue()));
        }

        private static Set<String> texts(JsonNode list) {
            Set<String> texts = new HashSet<>();
            list.forEach(text -> texts.add(text.asText()));
            return texts;
        }

        private static @Nullable OffsetDateTime time(JsonNode value) {
            return value.isTextual() ? OffsetDateTime.parse(value.textValue()) : null;
        }
    }
}
