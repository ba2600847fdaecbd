package dev.gongrelay.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.event.Answer.Verdict;
import dev.gongrelay.failure.RelayException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A format of events: how to recognize it, where its recordings are, and how to answer its sender. */
interface EnvelopeFormat {
    /** Whether an event, which may be any JSON, has this format. */
    boolean matches(JsonNode event);

    /**
     * Adds each recording that a matching event announces, and each defect.
     *
     * @throws dev.gongrelay.failure.PermanentException if the event can't be read at all
     */
    void read(JsonNode event, Announcements announcements);

    /**
     * Opens a matching event of a direct invocation. Unless the format overrides this, the sender is Lambda, which
     * understands only success or failure of the whole event.
     */
    default Envelope open(JsonNode event, Envelopes envelopes) {
        Delivery delivery =
                envelopes.delivery("", () -> envelopes.write(event), null, announcements -> read(event, announcements));
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
