package dev.gongrelay.check;

import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.people.IdentifiedDetails;
import dev.gongrelay.people.People;
import dev.gongrelay.receipt.Receipt;
import dev.gongrelay.receipt.Receipts;
import dev.gongrelay.recording.CallDetails;
import dev.gongrelay.recording.Recording;
import dev.gongrelay.recording.Recordings;
import dev.gongrelay.recording.SkippedException;
import dev.gongrelay.source.RecordingsBucket;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Previews a recording by the steps that relay it, as far as they only read. */
@Singleton
class RecordingCheck {
    private final RecordingsBucket bucket;
    private final Recordings recordings;
    private final Receipts receipts;
    private final People people;
    private final Clock clock;

    RecordingCheck(RecordingsBucket bucket, Recordings recordings, Receipts receipts, People people, Clock clock) {
        this.bucket = bucket;
        this.recordings = recordings;
        this.receipts = receipts;
        this.people = people;
        this.clock = clock;
    }

    /** Previews a recording. A failure is in the preview, never thrown. */
    Preview preview(RecordingReference reference) {
        Preview preview = new Preview(reference);
        bucket.whyUnannounced(reference).ifPresent(preview::warn);
        if (recordings.isBesideRecordings(reference)) {
            return preview.skipped("it lies beside recordings, as sidecars and folder markers do");
        }
        try {
            recordings.checkExtension(reference);
            Optional<Receipt> receipt = receipts.find(reference);
            receipt.ifPresent(preview::has);
            if (receipt.filter(Receipt::isRelayed).isPresent()) {
                return preview.alreadyRelayed();
            }
            Recording recording = recordings.find(reference, preview.findings());
            CallDetails call = recording.details();
            boolean registered = receipt.flatMap(before -> before.callOf(call)).isPresent();
            preview.relayed(
                    recording,
                    registered ? new IdentifiedDetails(call, List.of(), List.of(), null) : people.preview(recording));
            return receipt.flatMap(Receipt::leaseUntil)
                    .filter(clock.instant()::isBefore)
                    .map(until -> preview.failed(elsewhere(reference, until)))
                    .orElse(preview);
        } catch (SkippedException skipped) {
            return preview.skipped(skipped.reason());
        } catch (RelayException failure) {
            return preview.failed(failure);
        }
    }

    private static TransientException elsewhere(RecordingReference recording, Instant until) {
        return new TransientException(
                FailureCode.CLAIMED_ELSEWHERE,
                "Another delivery is already relaying " + recording + ", until " + until + " at the latest");
    }
}
