package dev.gongrelay.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to Gong's API, as far as it has come.
 *
 * @param number the how many-th it is, from 1
 * @param requestId what its answer calls it
 * @param method its method
 * @param path its path
 * @param endpoint what it is meant for; null when there is no such endpoint
 * @param callId the call that it is about; empty when none is known
 * @param headers its headers but {@code Authorization}, names in lower case
 * @param at when its head had come
 * @param ended when it was answered or the connection ended; null while it is under way
 * @param received how many bytes of its body have come
 * @param status the answer's status; 0 when there is none
 * @param words what the answer says when it refuses, or how the request ended without one; empty otherwise
 */
public record GongRequest(
        int number,
        String requestId,
        String method,
        String path,
        @Nullable Endpoint endpoint,
        String callId,
        Map<String, String> headers,
        Instant at,
        @Nullable Instant ended,
        long received,
        int status,
        String words) {
    /** How long it has taken so far. */
    public Duration took() {
        return Duration.between(at, ended == null ? Instant.now() : ended);
    }
}
