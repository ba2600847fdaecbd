package dev.gongrelay.receipt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a receipt says about the way from the announcement of a recording to its call's appearance in Gong. */
record ArrivalNotes(ObjectNode receipt) {
    static final String ARRIVAL = "arrival";
    static final String ANNOUNCED_AT = "announcedAt";
    static final String ARRIVAL_AT = "arrivalAt";
    static final String SWEEP = "sweep";

    private static final String DURATION = "gongDurationSeconds";

    /** Empty if nobody awaits the call, as in receipts of earlier versions. */
    Optional<Arrival> arrival() {
        return text(ARRIVAL).flatMap(Arrival::of);
    }

    /** When the recording was first announced; receipts of earlier versions know the latest claim at best. */
    Optional<Instant> announcedAt() {
        return text(ANNOUNCED_AT).or(() -> text("claimedAt")).flatMap(ReceiptFormat::time);
    }

    /** The sweep that found that nobody had announced the recording; empty if it was announced. */
    Optional<String> sweep() {
        return text(SWEEP);
    }

    /** Notes when and by which sweep a recording is announced; does nothing if it was announced before. */
    void announced(Instant at, Optional<String> sweepId) {
        if (!receipt.has(ANNOUNCED_AT)) {
            receipt.put(ANNOUNCED_AT, text("claimedAt").orElseGet(() -> ReceiptFormat.text(at)));
            sweepId.ifPresent(id -> receipt.put(SWEEP, id));
        }
    }

    void awaited() {
        receipt.put(ARRIVAL, Arrival.AWAITED.toString());
    }

    /** @param seconds the call's duration as Gong has it; null if Gong did not say */
    void ended(Arrival arrival, Instant at, @Nullable Long seconds) {
        receipt.put(ARRIVAL, arrival.toString());
        receipt.put(ARRIVAL_AT, ReceiptFormat.text(at));
        if (seconds != null) {
            receipt.put(DURATION, seconds);
        }
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(receipt.path(name).textValue());
    }
}
