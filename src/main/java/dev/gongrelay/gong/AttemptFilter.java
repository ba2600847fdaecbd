package dev.gongrelay.gong;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.time.Deadline;
import dev.gongrelay.time.NanoClock;
import dev.gongrelay.tls.Destination;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.client.ClientResponseContext;
import java.time.Duration;
import org.jboss.resteasy.reactive.client.impl.ClientImpl;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestContext;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestFilter;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientResponseFilter;

/** Authorizes every request to Gong and watches it with an {@link Attempt}. Runs on the event loop. */
@Singleton
public final class AttemptFilter implements ResteasyReactiveClientRequestFilter, ResteasyReactiveClientResponseFilter {
    private static final String ATTEMPT = Attempt.class.getName();

    private final Vertx vertx;
    private final Credentials credentials;
    private final Destination destination;
    private final Deadline deadline;
    private final NanoClock clock;
    private final RelayConfig.Gong config;

    AttemptFilter(
            Vertx vertx,
            Credentials credentials,
            Destination destination,
            Deadline deadline,
            RelayConfig config,
            NanoClock clock) {
        this.vertx = vertx;
        this.credentials = credentials;
        this.destination = destination;
        this.deadline = deadline;
        this.clock = clock;
        this.config = config.gong();
    }

    @Override
    public void filter(ResteasyReactiveClientRequestContext context) {
        String name = context.getMethod() + " " + context.getUri().getPath();
        Duration left = deadline.timeLeft();
        if (left.isZero()) {
            throw new TransientException(FailureCode.TIME_UP, "No time was left for " + name);
        }
        ((ClientImpl) context.getClient()).getVertxHttpClient().connectionHandler(GongConnection::watch);
        Attempt attempt = new Attempt(
                vertx,
                () -> context.unwrap(HttpClientRequest.class),
                name,
                new Attempt.Limits(config.stallTimeout(), config.answerTimeout(), left),
                clock);
        context.setProperty(ATTEMPT, attempt);
        context.setUri(destination.of(context.getUri()));
        context.getHeaders().putSingle("Authorization", credentials.authorization());
        // Without it, a gateway may compress its answer (RFC 9110, 12.5.3), which nobody would read.
        context.getHeaders().putSingle("Accept-Encoding", "identity");
        if (context.getEntity() instanceof MediaPart part) {
            context.setEntity(attempt.watch(part));
        }
        attempt.begin();
    }

    @Override
    public void filter(ResteasyReactiveClientRequestContext context, ClientResponseContext response) {
        // Without time left, none was begun.
        if (context.getProperty(ATTEMPT) instanceof Attempt attempt) {
            attempt.answered(response.getStatus());
        }
    }
}
