package dev.gongrelay.event;

import dev.gongrelay.event.Answer.Verdict;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An opened event: what it delivers or asks, and how to answer its sender. */
public final class Envelope {
    private final List<Delivery> deliveries;
    private final boolean keepsRejections;
    private final Function<List<Answer>, @Nullable Object> form;
    private final @Nullable Question question;

    /** @param form makes the reply from the answers, one for each delivery, in order */
    Envelope(List<Delivery> deliveries, boolean keepsRejections, Function<List<Answer>, @Nullable Object> form) {
        this(deliveries, keepsRejections, form, null);
    }

    private Envelope(
            List<Delivery> deliveries,
            boolean keepsRejections,
            Function<List<Answer>, @Nullable Object> form,
            @Nullable Question question) {
        this.deliveries = List.copyOf(deliveries);
        this.keepsRejections = keepsRejections;
        this.form = form;
        this.question = question;
    }

    /** An event that asks a question and delivers nothing. */
    static Envelope of(Question question) {
        return new Envelope(List.of(), false, answers -> null, question);
    }

    /** What the event asks; empty if it delivers. */
    public Optional<Question> question() {
        return Optional.ofNullable(question);
    }

    /** What the event delivers: at least one, unless it {@linkplain #question() asks}. */
    public List<Delivery> deliveries() {
        return deliveries;
    }

    /**
     * Whether the sender keeps a record of {@linkplain Verdict#REJECTED rejected} deliveries, as S3 Batch Operations does
     * in its report. If not, they belong in a dead-letter queue.
     */
    public boolean keepsRejections() {
        return keepsRejections;
    }

    /** The recordings that more than one delivery announces. */
    public Set<RecordingReference> announcedAgain() {
        Set<RecordingReference> seen = new HashSet<>();
        return deliveries.stream()
                .flatMap(delivery -> delivery.references().stream())
                .filter(reference -> !seen.add(reference))
                .collect(Collectors.toSet());
    }

    /**
     * The reply that the sender expects.
     *
     * @param answers in any order; a delivery without an answer is retried
     * @return the invocation's result, for Jackson to write; null if the sender expects none
     * @throws RelayFailedException if a delivery is not done and the sender understands no other answer
     */
    public @Nullable Object reply(List<Answer> answers) {
        IdentityHashMap<Delivery, Answer> given = new IdentityHashMap<>(answers.size());
        answers.forEach(answer -> given.putIfAbsent(answer.delivery(), answer));
        return form.apply(deliveries.stream()
                .map(delivery -> given.getOrDefault(delivery, new Answer(delivery, Verdict.RETRY, "not tried")))
                .toList());
    }
}
