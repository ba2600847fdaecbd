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
 * A relayed recording whose call may appear in Gong.
 *
 * @param receipt the recording's; null if it has none any more, so that only the message knows of it
 */
record AwaitedCall(
        Delivery delivery, ArrivalNotice notice, @Nullable RelayedReceipt receipt) {
    /** The call that has the media, by the receipt: another delivery may have found it under another call. */
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

    /** Notes in the receipt, if there is one, what became of the call; tells whether that is news. */
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
