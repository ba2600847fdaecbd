package dev.gongrelay.event;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a recording was announced.
 *
 * @param sentAt when its message was sent to the queue; null if it came another way
 * @param sweepId the sweep that announced it, which looks for recordings that nobody announced; null for none
 */
public record Announcement(
        @Nullable Instant sentAt, @Nullable String sweepId) {
    /** By an event of which nothing more is known. */
    public static final Announcement PLAIN = new Announcement(null, null);

    /** When it was announced; empty if that is not known. */
    public Optional<Instant> at() {
        return Optional.ofNullable(sentAt);
    }

    /** The sweep that announced it; empty for an event of the recording itself. */
    public Optional<String> sweep() {
        return Optional.ofNullable(sweepId);
    }
}
