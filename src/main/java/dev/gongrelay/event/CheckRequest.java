package dev.gongrelay.event;

import java.util.List;

/**
 * A request to check the deployment, or to say what would happen to recordings.
 *
 * @param recordings the recordings to check; empty to check the deployment
 * @param brief whether one line for each recording is enough
 */
public record CheckRequest(List<RecordingReference> recordings, boolean brief) implements Question {
    /** Copies the list. */
    public CheckRequest {
        recordings = List.copyOf(recordings);
    }
}
