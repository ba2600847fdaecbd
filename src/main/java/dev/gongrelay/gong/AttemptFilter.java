package dev.gongrelay.gong;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.time.Deadline;
import dev.gongrelay.time.NanoClock;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;
import java.time.Duration;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestContext;

/** Puts every request to Gong under the watch of an {@link Attempt}, and signs it. */
@Singleton
public final class AttemptFilter implements ClientRequestFilter, ClientResponseFilter {
    private static final String ATTEMPT = Attempt.class.getName();

    private final Vertx vertx;
    private final Credentials credentials;
    private final Deadline deadline;
    private final NanoClock clock;
    private final Duration stallTimeout;

    AttemptFilter(Vertx vertx, Credentials credentials, Deadline deadline, RelayConfig config, NanoClock clock) {
        this.vertx = vertx;
        this.credentials = credentials;
        this.deadline = deadline;
        this.clock = clock;
        this.stallTimeout = config.gong().stallTimeout();
    }

    @Override
    public void filter(ClientRequestContext context) {
        Duration left = deadline.timeLeft();
        if (left.isZero()) {
            throw new TransientException(
                    FailureCode.TIME_UP, "No time was left for " + context.getMethod() + " " + path(context), null);
        }
        Attempt attempt = new Attempt(
                vertx, () -> request(context), context.getMethod() + " " + path(context), stallTimeout, left, clock);
        context.setProperty(ATTEMPT, attempt);
        context.getHeaders().putSingle("Authorization", credentials.authorization());
        if (context.getEntity() instanceof MediaPart part) {
            context.setEntity(attempt.watch(part));
        }
        attempt.begin();
    }

    @Override
    public void filter(ClientRequestContext context, ClientResponseContext response) {
        ((Attempt) context.getProperty(ATTEMPT)).answered(response.getStatus());
    }

    private static HttpClientRequest request(ClientRequestContext context) {
        return ((ResteasyReactiveClientRequestContext) context).unwrap(HttpClientRequest.class);
    }

    private static String path(ClientRequestContext context) {
        return context.getUri().getPath();
    }
}
