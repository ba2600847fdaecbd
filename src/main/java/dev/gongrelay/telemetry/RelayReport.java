package dev.gongrelay.telemetry;

import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.gong.UploadResult;
import dev.gongrelay.receipt.Receipt;
import dev.gongrelay.recording.Recording;
import dev.gongrelay.source.Media;
import dev.gongrelay.time.NanoClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What became of one recording. {@code Relay} fills it in; the log, the metrics, and the delivery's settlement read it.
 * For one thread.
 */
public final class RelayReport {
    private final @Nullable RecordingReference reference;
    private final NanoClock clock;
    private final long beganNanos;
    private final List<String> warnings = new ArrayList<>();
    private Outcome outcome = Outcome.RETRY_LATER;
    private Duration duration = Duration.ZERO;
    private @Nullable Media media;
    private @Nullable String callId;
    private @Nullable String url;
    private @Nullable String requestId;
    private @Nullable RelayException failure;
    private @Nullable String skipReason;
    private @Nullable TransientException trouble;
    private boolean swept;

    private RelayReport(@Nullable RecordingReference reference, NanoClock clock) {
        this.reference = reference;
        this.clock = clock;
        this.beganNanos = clock.nanos();
    }

    /** Begins a report, whose duration is measured from now on. */
    public static RelayReport of(RecordingReference reference, NanoClock clock) {
        return new RelayReport(reference, clock);
    }

    /** The report of a part of an event that cannot be read, so that its recording is not known. */
    public static RelayReport ofDefect(PermanentException defect, NanoClock clock) {
        return new RelayReport(null, clock).failed(defect);
    }

    /** The recording was found. Its details, which may be large, are not kept. */
    public void found(Recording found) {
        media = found.media();
        found.warnings().forEach(this::warn);
    }

    /** The recording was announced by a sweep and by nobody else. */
    public void swept() {
        swept = true;
        warn("a sweep found it: no event had announced it");
    }

    /** Gong has a call for the recording. */
    public void registered(String id) {
        callId = id;
    }

    /** Adds a warning, as far as a log line has room. */
    public void warn(String warning) {
        int room = RelayException.LONGEST_MESSAGE
                - warnings.stream().mapToInt(String::length).sum();
        if (room > 1) {
            warnings.add(RelayException.cut(warning, room));
        }
    }

    /** Ends the report: the object is not a recording but, for example, a sidecar. */
    public RelayReport skipped() {
        return ended(Outcome.SKIPPED);
    }

    /** Ends the report: the recording's producer or a setting says that it is not to be relayed. */
    public RelayReport skipped(String reason) {
        skipReason = reason;
        return ended(Outcome.SKIPPED);
    }

    /** Ends the report: the recording is in Gong. */
    public RelayReport relayed(UploadResult result) {
        callId = result.callId();
        url = result.url();
        requestId = result.requestId();
        return ended(result.kind() == UploadResult.Kind.UPLOADED ? Outcome.RELAYED : Outcome.ALREADY_RELAYED);
    }

    /** Ends the report: an earlier delivery brought the recording to Gong. */
    public RelayReport relayedBefore(Receipt receipt) {
        callId = receipt.callId().orElse(null);
        url = receipt.url().orElse(null);
        requestId = receipt.requestId().orElse(null);
        return ended(Outcome.ALREADY_RELAYED);
    }

    /** Ends the report: the recording was not relayed. */
    public RelayReport failed(RelayException reason) {
        failure = reason;
        return ended(Outcome.of(reason));
    }

    /** Adds that a step after the outcome failed, so that the delivery is retried anyway. */
    public RelayReport withTrouble(Optional<TransientException> reason) {
        trouble = reason.orElse(null);
        return this;
    }

    /** The report of the step after the outcome that failed; empty if none did. */
    public Optional<RelayReport> trouble() {
        return Optional.ofNullable(trouble).map(this::instead);
    }

    /** The report of the same recording as retried later, because a step after its outcome failed. */
    public RelayReport instead(TransientException reason) {
        return new RelayReport(reference, clock).failed(reason);
    }

    /** The report of another announcement of the same recording, which is not tried again. */
    public RelayReport again() {
        RelayReport other = new RelayReport(reference, clock);
        other.callId = callId;
        other.url = url;
        other.requestId = requestId;
        other.failure = failure;
        other.skipReason = skipReason;
        return other.ended(outcome == Outcome.RELAYED ? Outcome.ALREADY_RELAYED : outcome);
    }

    private RelayReport ended(Outcome end) {
        outcome = end;
        duration = Duration.ofNanos(clock.nanos() - beganNanos);
        return this;
    }

    /** The recording; empty if the event could not be read that far. */
    public Optional<RecordingReference> reference() {
        return Optional.ofNullable(reference);
    }

    /** How it ended. */
    public Outcome outcome() {
        return outcome;
    }

    /** Whether it is in Gong only because a sweep found it. */
    boolean isMissed() {
        return swept && (outcome == Outcome.RELAYED || outcome == Outcome.ALREADY_RELAYED);
    }

    /** Why it was rejected or is retried later. */
    public Optional<RelayException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Why it was skipped; empty if it was not skipped, or is not a recording. */
    public Optional<String> skipReason() {
        return Optional.ofNullable(skipReason);
    }

    /** The code of {@link #failure()}. */
    public Optional<FailureCode> code() {
        return failure().map(RelayException::code);
    }

    /** Gong's ID of the call, once known. */
    public Optional<String> callId() {
        return Optional.ofNullable(callId);
    }

    /** The call's page in Gong; empty if Gong gave none. */
    public Optional<String> url() {
        return Optional.ofNullable(url);
    }

    /** Gong's ID of the request that uploaded the media, or that failed; empty if Gong gave none. */
    Optional<String> gongRequestId() {
        return Optional.ofNullable(requestId).or(() -> failure().flatMap(RelayException::gongRequestId));
    }

    /** What people should know, even if all went well. */
    public List<String> warnings() {
        return warnings;
    }

    /** From the recording's turn in the invocation to its outcome. */
    Duration duration() {
        return duration;
    }

    /** The media, once found. */
    Optional<Media> media() {
        return Optional.ofNullable(media);
    }

    /** A figure of the media, such as its size; 0 until it is found. */
    long ofMedia(ToLongFunction<Media> figure) {
        return media == null ? 0 : figure.applyAsLong(media);
    }

    /** How many bytes this delivery brought to Gong; 0 unless {@link Outcome#RELAYED}. */
    long relayedBytes() {
        return outcome == Outcome.RELAYED ? ofMedia(Media::lengthBytes) : 0;
    }
}
