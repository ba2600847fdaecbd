package dev.gongrelay.gong;

import io.vertx.core.Context;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes for every attempt at a request to Gong whether it began on an event loop. */
@Provider
public class EventLoopWitness implements ClientRequestFilter {
    /** One entry an attempt, in order. */
    static final List<Boolean> BEGUN_ON_EVENT_LOOP = new CopyOnWriteArrayList<>();

    @Override
    public void filter(ClientRequestContext context) {
        BEGUN_ON_EVENT_LOOP.add(Context.isOnEventLoopThread());
    }
}
