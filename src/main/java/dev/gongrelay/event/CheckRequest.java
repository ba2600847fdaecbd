package dev.gongrelay.event;

import java.util.List;

/**
 * What somebody who invokes the function wants to know before anything happens.
 *
 * @param recordings those to be looked at; none to look at the deployment instead
 * @param brief whether a line for each recording is enough
 */
public record CheckRequest(List<RecordingReference> recordings, boolean brief) implements Question {
    /** Defensive copies. */
    public CheckRequest {
        recordings = List.copyOf(recordings);
    }
}
