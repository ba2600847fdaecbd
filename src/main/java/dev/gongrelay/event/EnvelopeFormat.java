package dev.gongrelay.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.event.Answer.Verdict;
import dev.gongrelay.failure.RelayException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One form of event: how it is recognised, where in it the recordings are, and how its sender is answered. */
interface EnvelopeFormat {
    /** Whether an event, which may be any JSON, has this form. */
    boolean matches(JsonNode event);

    /**
     * Adds every recording that a matching event announces, and each defect separately.
     *
     * @throws dev.gongrelay.failure.PermanentException if nothing of the event can be read
     */
    void read(JsonNode event, Announcements reading);

    /**
     * Opens a matching event with which the function was invoked. Unless the form says otherwise, its sender is
     * answered by Lambda, which knows only success and failure of the whole.
     */
    default Envelope open(JsonNode event, Envelopes envelopes) {
        Delivery delivery = envelopes.delivery("", () -> envelopes.write(event), null, reading -> read(event, reading));
        return new Envelope(List.of(delivery), false, EnvelopeFormat::succeedOrFail);
    }

    private static @Nullable Object succeedOrFail(List<Answer> answers) {
        List<String> failures = answers.stream()
                .filter(answer -> answer.verdict() != Verdict.DONE)
                .map(Answer::text)
                .toList();
        if (failures.isEmpty()) {
            return null;
        }
        throw new RelayFailedException(RelayException.cut(String.join("; ", failures)));
    }
}
