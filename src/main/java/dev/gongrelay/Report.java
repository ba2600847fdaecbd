package dev.gongrelay;

import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.gong.Gong.Arrival;
import dev.gongrelay.receipt.Receipt;
import dev.gongrelay.recording.Recording;
import dev.gongrelay.telemetry.Measurement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of one recording: written down on its way by {@link Relay}, read by whoever logs, counts and answers. */
final class Report {
    private final RecordingReference reference;
    private final long beganNanos = System.nanoTime();
    private final List<String> warnings = new ArrayList<>();
    private Outcome outcome = Outcome.GIVEN_BACK;
    private Duration took = Duration.ZERO;
    private @Nullable Recording recording;
    private @Nullable String callId;
    private @Nullable String url;
    private @Nullable String requestId;
    private @Nullable RelayException failure;

    Report(RecordingReference reference) {
        this.reference = reference;
    }

    void found(Recording found) {
        recording = found;
        warnings.addAll(found.details().warnings());
    }

    void registered(String id) {
        callId = id;
    }

    void warn(String warning) {
        warnings.add(warning);
    }

    Report skipped() {
        return ended(Outcome.SKIPPED);
    }

    Report arrived(Arrival arrival) {
        callId = arrival.callId();
        url = arrival.url();
        requestId = arrival.requestId();
        return ended(arrival.kind() == Arrival.Kind.UPLOADED ? Outcome.RELAYED : Outcome.ALREADY_RELAYED);
    }

    Report arrivedBefore(Receipt receipt) {
        callId = receipt.callId().orElse(null);
        url = receipt.url().orElse(null);
        requestId = receipt.requestId().orElse(null);
        return ended(Outcome.ALREADY_RELAYED);
    }

    Report failed(RelayException reason) {
        failure = reason;
        return ended(reason instanceof PermanentException ? Outcome.REJECTED : Outcome.GIVEN_BACK);
    }

    private Report ended(Outcome end) {
        outcome = end;
        took = Duration.ofNanos(System.nanoTime() - beganNanos);
        return this;
    }

    RecordingReference reference() {
        return reference;
    }

    Outcome outcome() {
        return outcome;
    }

    Optional<RelayException> failure() {
        return Optional.ofNullable(failure);
    }

    Optional<String> callId() {
        return Optional.ofNullable(callId);
    }

    Optional<String> url() {
        return Optional.ofNullable(url);
    }

    Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    List<String> warnings() {
        return warnings;
    }

    Duration took() {
        return took;
    }

    /** The recording's size; 0 while it is unknown. */
    long lengthBytes() {
        return recording == null ? 0 : recording.media().lengthBytes();
    }

    /** How often sending it was begun. */
    int attempts() {
        return recording == null ? 0 : recording.media().timesOpened();
    }

    /** How often reading it was taken up again in the middle. */
    int resumes() {
        return recording == null ? 0 : recording.media().resumes();
    }

    /** @param timeLeft what is left of the invocation */
    Measurement measurement(Duration timeLeft) {
        return new Measurement(
                outcome,
                failure().map(RelayException::code).orElse(null),
                outcome == Outcome.RELAYED ? lengthBytes() : 0,
                took,
                attempts(),
                resumes(),
                timeLeft);
    }
}
