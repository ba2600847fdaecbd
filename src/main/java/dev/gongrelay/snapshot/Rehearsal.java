package dev.gongrelay.snapshot;

import dev.gongrelay.Relay;
import dev.gongrelay.event.Announcement;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.settings.RecordingsConfig;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.time.Deadline;
import dev.gongrelay.time.NanoClock;
import dev.gongrelay.tls.Destination;
import dev.gongrelay.tls.TlsEngine;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.jboss.logging.Logger;

/**
 * Relays recordings from and to a {@link StandIn} before Lambda takes a snapshot, so that functions restored from it
 * have loaded and compiled what relaying needs. Uses no credentials, leaves no connection open, and logs and counts
 * nothing as relayed.
 */
@Startup
@Singleton
@IfBuildProperty(name = "quarkus.native.enabled", stringValue = "false", enableIfMissing = true)
public final class Rehearsal implements Resource {
    private static final Logger LOG = Logger.getLogger(Rehearsal.class);
    /** Enough for the JVM to also compile what each recording runs only once. */
    private static final int RECORDINGS = 50;
    /** Publishing a version takes this much longer; Lambda allows 130 s before a snapshot. */
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final Relay relay;
    private final TlsEngine tls;
    private final Destination destination;
    private final Deadline deadline;
    private final NanoClock clock;
    private final Vertx vertx;
    private final RecordingsConfig recordings;

    @Inject
    Rehearsal(
            Relay relay,
            TlsEngine tls,
            Destination destination,
            Deadline deadline,
            NanoClock clock,
            Vertx vertx,
            RelayConfig config) {
        this.relay = relay;
        this.tls = tls;
        this.destination = destination;
        this.deadline = deadline;
        this.clock = clock;
        this.vertx = vertx;
        this.recordings = config.recordings();
        Core.getGlobalContext().register(this);
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        long began = clock.nanos();
        try {
            int relayed = relayAll(began);
            LOG.infof(
                    "Rehearsed with %d recordings, in %d ms",
                    relayed, Duration.ofNanos(clock.nanos() - began).toMillis());
        } catch (RuntimeException | GeneralSecurityException | IOException e) {
            // Only the first event takes longer then.
            LOG.warnf("The rehearsal ended early: %s", e);
        } finally {
            destination.divert(null);
            tls.trustOnly(null);
            deadline.begin(0);
        }
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {}

    private int relayAll(long began) throws GeneralSecurityException, IOException {
        // Nobody can foresee what a mapping or a pattern makes of a recording, so it names its call then.
        boolean known =
                recordings.mapping().isPresent() || recordings.keyPattern().isPresent();
        String extension = "." + recordings.extensions().iterator().next();
        try (StandIn standIn = new StandIn(vertx, extension, known)) {
            tls.trustOnly(standIn.authority());
            destination.divert(standIn.address());
            int relayed = 0;
            while (relayed < RECORDINGS && clock.nanos() - began < LONGEST.toNanos()) {
                deadline.begin(0);
                String key = "recording-" + relayed + extension;
                relay.relay(new RecordingReference("rehearsal", key, null), Announcement.PLAIN)
                        .failure()
                        .ifPresent(failure -> {
                            throw failure;
                        });
                relayed++;
            }
            return relayed;
        }
    }
}
