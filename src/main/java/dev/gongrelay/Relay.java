package dev.gongrelay;

import dev.gongrelay.arrival.ArrivalsQueue;
import dev.gongrelay.event.Announcement;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.gong.Gong;
import dev.gongrelay.gong.UploadResult;
import dev.gongrelay.people.IdentifiedDetails;
import dev.gongrelay.people.People;
import dev.gongrelay.receipt.Arrival;
import dev.gongrelay.receipt.Claim;
import dev.gongrelay.receipt.Receipt;
import dev.gongrelay.receipt.Receipts;
import dev.gongrelay.recording.CallDetails;
import dev.gongrelay.recording.Recording;
import dev.gongrelay.recording.Recordings;
import dev.gongrelay.recording.SkippedException;
import dev.gongrelay.telemetry.RelayReport;
import dev.gongrelay.time.Deadline;
import dev.gongrelay.time.NanoClock;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Relays one recording: claims it, finds out what it is and whose, makes sure that Gong has a call for it, streams its
 * media there once, leaves a receipt, and has Gong asked later whether the call appeared.
 */
@Singleton
public class Relay {
    private final Recordings recordings;
    private final Receipts receipts;
    private final People people;
    private final Gong gong;
    private final ArrivalsQueue arrivals;
    private final Deadline deadline;
    private final NanoClock clock;

    Relay(
            Recordings recordings,
            Receipts receipts,
            People people,
            Gong gong,
            ArrivalsQueue arrivals,
            Deadline deadline,
            NanoClock clock) {
        this.recordings = recordings;
        this.receipts = receipts;
        this.people = people;
        this.gong = gong;
        this.arrivals = arrivals;
        this.deadline = deadline;
        this.clock = clock;
    }

    /** Relays a recording unless Gong has it already. Reports failures and never throws them. */
    public RelayReport relay(RecordingReference reference, Announcement announcement) {
        RelayReport report = RelayReport.of(reference, clock);
        if (recordings.isBesideRecordings(reference)) {
            return report.skipped();
        }
        try {
            recordings.checkExtension(reference);
            deadline.require("to relay " + reference);
            Claim claim = receipts.claim(reference, deadline.timeLeftAndMargins(), announcement);
            if (claim.isLeftAlone()) {
                return report.skipped();
            }
            announcement.sweep().ifPresent(sweep -> report.swept());
            return claim.relayed()
                    .map(receipt -> relayedBefore(receipt, reference, report))
                    .orElseGet(() -> relayClaimed(reference, claim, report));
        } catch (SkippedException e) {
            return report.skipped(e.reason());
        } catch (RuntimeException e) {
            return report.failed(relayException(e, reference));
        }
    }

    private RelayReport relayClaimed(RecordingReference reference, Claim claim, RelayReport report) {
        try {
            deadline.require("to find out about " + reference);
            Recording recording = recordings.find(reference);
            CallDetails details = recording.details();
            report.found(recording);
            deadline.require("to register the call of " + reference);
            String callId = claim.callOf(details).orElseGet(() -> register(recording, claim, report));
            report.registered(callId);
            claim.checkpoint(
                    callId, details, recording.eTag(), recording.media().lengthBytes());
            deadline.require("to upload " + reference);
            UploadResult result = gong.upload(callId, recording.media());
            claim.recognize(result).ifPresent(report::warn);
            claim.complete(result, report.warnings());
            return report.relayed(result).withTrouble(arrivals.await(reference, result.callId()));
        } catch (SkippedException e) {
            claim.skip(e.reason());
            return report.skipped(e.reason());
        } catch (PermanentException e) {
            claim.reject(e);
            return report.failed(e);
        } catch (RuntimeException e) {
            RelayException failure = relayException(e, reference);
            claim.release(failure);
            return report.failed(failure);
        }
    }

    private String register(Recording recording, Claim claim, RelayReport report) {
        IdentifiedDetails identified = people.identify(recording);
        identified.warnings().forEach(report::warn);
        claim.note(identified.people());
        return gong.register(identified.forGong());
    }

    private RelayReport relayedBefore(Receipt receipt, RecordingReference reference, RelayReport report) {
        boolean overwritten = receipt.eTag()
                .filter(eTag -> recordings.isOverwritten(reference, eTag))
                .isPresent();
        if (overwritten) {
            report.warn("the object was overwritten after it was relayed: Gong keeps the first recording");
        }
        return report.relayedBefore(receipt).withTrouble(awaitAgain(receipt, reference));
    }

    /** The delivery that relayed the recording may have ended before the arrivals queue got its message. */
    private Optional<TransientException> awaitAgain(Receipt receipt, RecordingReference reference) {
        return receipt.arrival()
                .filter(Arrival.AWAITED::equals)
                .flatMap(awaited -> receipt.callId())
                .flatMap(callId -> arrivals.await(reference, callId));
    }

    /** An unforeseen failure may pass: the recording is retried, and becomes a dead letter in the end. */
    private static RelayException relayException(RuntimeException failure, RecordingReference reference) {
        return failure instanceof RelayException known
                ? known
                : new TransientException(
                        FailureCode.INTERNAL, "The relay failed while relaying " + reference + ": " + failure, failure);
    }
}
