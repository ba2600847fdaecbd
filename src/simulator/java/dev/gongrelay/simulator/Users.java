package dev.gongrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The users, and the requests that list them. Any thread may replace the users. */
final class Users {
    private final Set<String> withoutImport;
    private volatile Map<String, GongUser> byId = Map.of();
    private volatile Map<String, String> names = Map.of();
    private volatile List<JsonNode> all = List.of();

    /** @param withoutImport further users for whom no telephony calls are imported, listed or not */
    Users(List<GongUser> users, Set<String> withoutImport) {
        this.withoutImport = Set.copyOf(withoutImport);
        set(users);
    }

    void set(List<GongUser> users) {
        byId = users.stream().collect(Collectors.toMap(GongUser::id, Function.identity(), (first, second) -> first));
        names = byId.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, user -> user.getValue().name().toLowerCase(Locale.ROOT)));
        all = users.stream().map(GongUser::json).toList();
    }

    /** Whether telephony calls of this user are imported. Those of users who are not listed are. */
    boolean importTelephony(String id) {
        GongUser user = byId.get(id);
        return !withoutImport.contains(id) && (user == null || user.importsTelephony());
    }

    /** The user's first and last name in lower case, for searches; empty if there are none. */
    String searchedName(String id) {
        return names.getOrDefault(id, "");
    }

    /** The user's first and last name, if there are any. */
    Optional<String> name(String id) {
        return Optional.ofNullable(byId.get(id)).map(GongUser::name).filter(name -> !name.isBlank());
    }

    void list(Exchange exchange) {
        Page.answer(
                exchange, "users", all, Optional.ofNullable(exchange.request().getParam("cursor")));
    }

    void get(Exchange exchange, String id) {
        GongUser user = byId.get(id);
        if (user == null) {
            exchange.refuse(404, List.of("there is no user " + id));
        } else {
            ObjectNode answer = Page.answer(exchange);
            exchange.answer(200, answer.set("user", user.json()), Map.of());
        }
    }
}
