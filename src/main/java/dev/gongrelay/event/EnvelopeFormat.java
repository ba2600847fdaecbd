package dev.gongrelay.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.event.Answer.Verdict;
import dev.gongrelay.failure.RelayException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A form of event: how to recognize it, where its recordings are, and how to answer its sender. */
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
     * Opens a matching event of a direct invocation. Unless the form says otherwise, Lambda answers its sender, and
     * knows only success and failure of the whole.
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
