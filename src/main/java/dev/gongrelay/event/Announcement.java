package dev.gongrelay.event;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a recording was announced.
 *
 * @param sentAt when its message was sent to the queue; null if there was no queue
 * @param sweepId the sweep that found the recording, which no event had announced; null if an event announced it
 */
public record Announcement(
        @Nullable Instant sentAt, @Nullable String sweepId) {
    /** An announcement about which nothing more is known. */
    public static final Announcement PLAIN = new Announcement(null, null);

    /** When it was announced; empty if unknown. */
    public Optional<Instant> at() {
        return Optional.ofNullable(sentAt);
    }

    /** The sweep that found the recording; empty if an event announced it. */
    public Optional<String> sweep() {
        return Optional.ofNullable(sweepId);
    }
}
