package dev.gongrelay;

import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.gong.Gong;
import dev.gongrelay.gong.Gong.Arrival;
import dev.gongrelay.receipt.Claim;
import dev.gongrelay.receipt.Completion;
import dev.gongrelay.receipt.Receipt;
import dev.gongrelay.receipt.Receipts;
import dev.gongrelay.recording.Recording;
import dev.gongrelay.recording.Recordings;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * The way of one recording: claim it, find out what it is, make sure that Gong has a call for it, stream its media
 * there once, and leave a receipt.
 */
@Singleton
public class Relay {
    private final Recordings recordings;
    private final Receipts receipts;
    private final Gong gong;
    private final TimeLeft timeLeft;
    private final Duration deadlineMargin;

    Relay(Recordings recordings, Receipts receipts, Gong gong, TimeLeft timeLeft, RelayConfig config) {
        this.recordings = recordings;
        this.receipts = receipts;
        this.gong = gong;
        this.timeLeft = timeLeft;
        this.deadlineMargin = config.deadlineMargin();
    }

    /** Relays a recording unless Gong has it already. A failure is in the report, never thrown. */
    Report relay(RecordingReference reference) {
        Report report = new Report(reference);
        if (!recordings.mayBeRecording(reference)) {
            return report.skipped();
        }
        try {
            Claim claim = receipts.claim(
                    reference, timeLeft.untilMargin().plus(deadlineMargin).plus(deadlineMargin));
            return claim.relayed()
                    .map(receipt -> relayedBefore(receipt, report))
                    .orElseGet(() -> relay(reference, claim, report));
        } catch (RuntimeException e) {
            return report.failed(known(e, reference));
        }
    }

    private Report relay(RecordingReference reference, Claim claim, Report report) {
        try {
            Recording recording = recordings.find(reference);
            report.found(recording);
            String callId =
                    claim.callId().or(recording.details()::callId).orElseGet(() -> gong.register(recording.details()));
            report.registered(callId);
            claim.checkpoint(callId, recording.eTag(), recording.media().lengthBytes());
            Arrival arrival = gong.upload(callId, recording.media());
            claim.complete(completion(recording, arrival, report));
            return report.arrived(arrival);
        } catch (PermanentException e) {
            claim.reject(e);
            return report.failed(e);
        } catch (RuntimeException e) {
            RelayException passing = known(e, reference);
            claim.release(passing);
            return report.failed(passing);
        }
    }

    private Report relayedBefore(Receipt receipt, Report report) {
        boolean overwritten = receipt.eTag()
                .filter(eTag -> recordings.isOverwritten(report.reference(), eTag))
                .isPresent();
        if (overwritten) {
            report.warn("the object was overwritten after it had been relayed: Gong keeps the first recording");
        }
        return report.arrivedBefore(receipt);
    }

    /** A fault that nobody foresaw may be of the moment: the recording comes again, and in the end to a dead letter. */
    private static RelayException known(RuntimeException failure, RecordingReference reference) {
        return failure instanceof RelayException known
                ? known
                : new TransientException(
                        FailureCode.INTERNAL, "A fault in the relay while at " + reference + ": " + failure, failure);
    }

    private static Completion completion(Recording recording, Arrival arrival, Report report) {
        if (arrival.kind() == Arrival.Kind.SAME_CONTENT_ELSEWHERE) {
            report.warn("Gong has the same content under call " + arrival.callId() + "; call "
                    + report.callId().orElse("") + " stays empty");
        }
        return new Completion(
                arrival.callId(),
                arrival.url(),
                arrival.requestId(),
                recording.eTag(),
                recording.media().lengthBytes(),
                arrival.kind() == Arrival.Kind.UPLOADED ? recording.media().timesOpened() : 0,
                report.warnings());
    }
}
