package dev.gongrelay.event;

import java.util.List;

/**
 * What somebody who invokes the function wants to know before anything happens.
 *
 * @param recordings the ones to look at; empty to look at the deployment
 * @param brief whether one line for each recording is enough
 */
public record CheckRequest(List<RecordingReference> recordings, boolean brief) implements Question {
    /** Defensive copies. */
    public CheckRequest {
        recordings = List.copyOf(recordings);
    }
}
