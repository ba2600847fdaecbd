package dev.gongrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes calls (Gong, "Add New Call", 2025-11-17). On the event loop, except for the switch. */
final class CallRoute {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Ledger ledger;
    private final Users users;
    private volatile int registeredStatus = 201;

    CallRoute(Ledger ledger, Users users) {
        this.ledger = ledger;
        this.users = users;
    }

    void registeredStatus(int value) {
        registeredStatus = value;
    }

    void handle(Exchange exchange) {
        JsonBody.read(exchange, (details, text) -> register(exchange, details, text));
    }

    private void register(Exchange exchange, JsonNode details, String text) {
        List<String> errors = CallRules.check(details);
        if (!errors.isEmpty()) {
            exchange.refuse(400, errors);
            return;
        }
        String uniqueId = details.path("clientUniqueId").textValue();
        String primaryUser = details.path("primaryUser").textValue();
        Optional<String> posted = ledger.posted(uniqueId);
        if (posted.isPresent()) {
            ledger.about(posted.get(), exchange.entry());
            exchange.refuse(
                    400,
                    List.of("A call with the clientUniqueId " + uniqueId + " has already been posted for the call "
                            + posted.get() + " in the past"));
        } else if (!users.importTelephony(primaryUser)) {
            exchange.refuse(
                    409,
                    List.of("Recording or telephony call import is not enabled for primaryUser [" + primaryUser + "]"));
        } else if (exchange.keeps()) {
            GongCall call = ledger.register(details, text);
            ledger.about(call.callId(), exchange.entry());
            exchange.answer(registeredStatus, success(exchange, call), Map.of());
        } else {
            exchange.refuse(500, List.of("not kept"));
        }
    }

    /** The answer to a request that registered this call, or brought its media. */
    static ObjectNode success(Exchange exchange, GongCall call) {
        return JSON.createObjectNode()
                .put("requestId", exchange.entry().requestId())
                .put("callId", call.callId());
    }
}
