package dev.gongrelay.people;

import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.recording.CallDetails;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Call details whose people were looked up.
 *
 * @param details with Gong's IDs in place of the handles of all who were found
 * @param people who were looked up; empty if the details gave Gong's IDs
 * @param warnings what the producer should know although the recording can be relayed
 * @param refusal why the call can't be registered; null if it can
 */
public record IdentifiedDetails(
        CallDetails details,
        List<Person> people,
        List<String> warnings,
        @Nullable PermanentException refusal) {
    /**
     * The details to register the call with.
     *
     * @throws PermanentException {@link dev.gongrelay.failure.FailureCode#USER_UNKNOWN} or
     *     {@link dev.gongrelay.failure.FailureCode#GONG_USER_NOT_ENABLED} if the call can't be registered
     */
    public CallDetails forGong() {
        if (refusal != null) {
            throw refusal;
        }
        return details;
    }
}
