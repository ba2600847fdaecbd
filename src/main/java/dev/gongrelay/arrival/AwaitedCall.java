package dev.gongrelay.arrival;

import dev.gongrelay.event.ArrivalNotice;
import dev.gongrelay.event.Delivery;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.receipt.Arrival;
import dev.gongrelay.receipt.RelayedReceipt;
import dev.gongrelay.telemetry.ArrivalReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A relayed recording's call, which may appear in Gong.
 *
 * @param receipt the recording's; null if it was deleted or not read, so that only the message tells of the call
 */
record AwaitedCall(
        Delivery delivery, ArrivalNotice notice, @Nullable RelayedReceipt receipt) {
    /** The call that has the media. The receipt knows best: another delivery may have found another call with it. */
    String callId() {
        return receipt == null ? notice.callId() : receipt.callId();
    }

    boolean isConfirmed() {
        return receipt != null && receipt.isConfirmed();
    }

    /** The time since the upload. */
    Duration age(Instant now) {
        return Duration.between(notice.relayedAt(), now);
    }

    /** Notes in the receipt, if any, what became of the call. Returns whether that is news. */
    boolean note(Arrival arrival, Instant now, @Nullable Long durationSeconds) {
        return receipt == null || receipt.note(arrival, now, durationSeconds);
    }

    ArrivalReport report(Arrival arrival, Instant now, @Nullable RelayException failure) {
        Instant announced = Optional.ofNullable(receipt)
                .flatMap(RelayedReceipt::announcedAt)
                .orElse(notice.relayedAt());
        Duration since = Duration.between(announced, now);
        return new ArrivalReport(
                notice.recording(), callId(), arrival, since.isNegative() ? Duration.ZERO : since, failure);
    }
}
