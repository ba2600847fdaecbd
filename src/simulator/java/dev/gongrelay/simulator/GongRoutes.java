package dev.gongrelay.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The part of Gong's API that concerns recordings, as strict as its reference and what other importers met; on the
 * event loop, but for the switches.
 */
final class GongRoutes {
    private final Vertx vertx;
    private final Ledger ledger;
    private final Access access;
    private final Pace pace;
    private final ScriptedFaults faults;
    private final CallRoute calls;
    private final MediaRoute media;
    private final CallReads reads;
    private final Users users;
    private final List<Runnable> stopped = new CopyOnWriteArrayList<>();

    private volatile @Nullable Exchange last;

    GongRoutes(
            Vertx vertx,
            Pace pace,
            Ledger ledger,
            Access access,
            ScriptedFaults faults,
            CallRoute calls,
            MediaRoute media,
            CallReads reads,
            Users users) {
        this.vertx = vertx;
        this.pace = pace;
        this.ledger = ledger;
        this.access = access;
        this.faults = faults;
        this.calls = calls;
        this.media = media;
        this.reads = reads;
        this.users = users;
    }

    boolean isSilent() {
        Exchange seen = last;
        return seen != null && seen.isSilent();
    }

    void resumeReading() {
        List<Runnable> all = List.copyOf(stopped);
        stopped.removeAll(all);
        all.forEach(resuming -> vertx.runOnContext(none -> resuming.run()));
    }

    void handle(HttpServerRequest request) {
        Optional<Endpoint> endpoint = Endpoint.of(request.method(), request.path());
        RequestEntry entry = ledger.request(request, endpoint.orElse(null));
        Fault fault = endpoint.map(faults::next).orElse(Fault.none());
        Exchange exchange = new Exchange(vertx, pace, request, entry, fault, stopped::add);
        last = exchange;
        if (endpoint.isPresent()) {
            handle(exchange, endpoint.get());
        } else if (Endpoint.GET_CALL.matches(request.path())) {
            // Nothing of a call can be corrected (seen on the live service in 2026).
            exchange.refuse(405, List.of("Method Not Allowed"));
        } else {
            exchange.refuse(404, List.of("there is no " + request.method() + " " + request.path()));
        }
    }

    private void handle(Exchange exchange, Endpoint endpoint) {
        if (endpoint == Endpoint.ADD_MEDIA) {
            media.handle(exchange);
        } else if (!exchange.failsBeforeBody() && access.admits(exchange, endpoint)) {
            String id = endpoint.id(exchange.request().path());
            switch (endpoint) {
                case ADD_CALL -> calls.handle(exchange);
                case LIST_CALLS -> reads.list(exchange);
                case GET_CALL -> reads.get(exchange, id);
                case FILTER_CALLS -> reads.filter(exchange);
                case LIST_USERS -> users.list(exchange);
                case GET_USER -> users.get(exchange, id);
                case LIST_WORKSPACES -> workspaces(exchange);
                default -> throw new IllegalStateException("no route for " + endpoint);
            }
        }
    }

    private static void workspaces(Exchange exchange) {
        ObjectNode answer = Page.answer(exchange);
        answer.putArray("workspaces")
                .addObject()
                .put("id", "623457276584334")
                .put("name", "Simulator")
                .put("description", "The only workspace of the simulator");
        exchange.answer(200, answer, Map.of());
    }
}
