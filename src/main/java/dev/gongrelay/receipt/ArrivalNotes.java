package dev.gongrelay.receipt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a receipt says about when a recording was announced and whether its call appeared in Gong. */
record ArrivalNotes(ObjectNode receipt) {
    static final String ARRIVAL = "arrival";
    static final String ANNOUNCED_AT = "announcedAt";
    static final String ARRIVAL_AT = "arrivalAt";
    static final String SWEEP = "sweep";

    Optional<Arrival> arrival() {
        return text(ARRIVAL).flatMap(Arrival::of);
    }

    /** When the recording was first announced. Receipts of earlier versions say at best when it was last claimed. */
    Optional<Instant> announcedAt() {
        return text(ANNOUNCED_AT).or(() -> text("claimedAt")).flatMap(ReceiptFormat::time);
    }

    Optional<String> sweep() {
        return text(SWEEP);
    }

    void announced(Instant at, Optional<String> sweepId) {
        if (!receipt.has(ANNOUNCED_AT)) {
            receipt.put(ANNOUNCED_AT, text("claimedAt").orElseGet(() -> ReceiptFormat.text(at)));
            sweepId.ifPresent(id -> receipt.put(SWEEP, id));
        }
    }

    void awaited() {
        receipt.put(ARRIVAL, Arrival.AWAITED.toString());
    }

    /** @param seconds the call's duration in Gong; null if Gong did not say */
    void ended(Arrival arrival, Instant at, @Nullable Long seconds) {
        receipt.put(ARRIVAL, arrival.toString()).put(ARRIVAL_AT, ReceiptFormat.text(at));
        if (seconds != null) {
            receipt.put("gongDurationSeconds", seconds);
        }
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(receipt.path(name).textValue());
    }
}
