package dev.gongrelay.check;

import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.receipt.Receipts;
import dev.gongrelay.recording.DetailSources;
import dev.gongrelay.recording.Recordings;
import dev.gongrelay.redelivery.QueueCheck;
import dev.gongrelay.source.RecordingsBucket;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Looks whether what relaying needs of AWS is there. */
@Singleton
class AwsCheck {
    /** S3 refuses requests that are signed 15 minutes early or late (Amazon S3, "RequestTimeTooSkewed"). */
    private static final Duration LARGEST_SKEW = Duration.ofMinutes(5);
    /** No contact has this ID: an answer that there is none is an answer. */
    private static final String NO_CONTACT = "00000000-0000-0000-0000-000000000000";

    private static final Finding NO_BUCKET = Finding.ok("not looked at: RELAY_RECORDINGS_BUCKET is not set");

    private final RecordingsBucket bucket;
    private final Recordings recordings;
    private final DetailSources details;
    private final Receipts receipts;
    private final QueueCheck queues;
    private final Clock clock;

    AwsCheck(
            RecordingsBucket bucket,
            Recordings recordings,
            DetailSources details,
            Receipts receipts,
            QueueCheck queues,
            Clock clock) {
        this.bucket = bucket;
        this.recordings = recordings;
        this.details = details;
        this.receipts = receipts;
        this.queues = queues;
        this.clock = clock;
    }

    Finding recordingsBucket() {
        return bucket.name().isEmpty()
                ? NO_BUCKET
                : bucket.read(this::mayBeRecording)
                        .map(object -> Finding.ok("a byte of " + object + " could be read"))
                        .orElseGet(() -> Finding.ok("can be listed; there is no recording yet to be read"));
    }

    private boolean mayBeRecording(String key) {
        return !recordings.isBesideRecordings(
                new RecordingReference(bucket.name().orElseThrow(), key, null));
    }

    Finding notifications() {
        if (bucket.name().isEmpty()) {
            return NO_BUCKET;
        }
        return bucket.announcedTo()
                .map(target -> Finding.ok("the bucket announces its objects to " + target))
                .orElseGet(() -> Finding.problem("The bucket announces its objects to nobody: EventBridge is off, and"
                        + " there is no notification. Run infra/connect-bucket."));
    }

    Finding time() {
        if (bucket.name().isEmpty()) {
            return NO_BUCKET;
        }
        Duration skew = bucket.time()
                .map(time -> Duration.between(time, clock.instant()).abs())
                .orElse(Duration.ZERO);
        String text = "differs from S3's by " + skew.toSeconds() + " s";
        return skew.compareTo(LARGEST_SKEW) < 0
                ? Finding.ok(text)
                : Finding.problem("The clock " + text + "; S3 refuses requests from 15 minutes on. Set the clock.");
    }

    Finding mapping() {
        return details.mapping()
                .map(Finding::ok)
                .orElseGet(() -> Finding.ok("not set: details come from metadata, sidecars and keys as they are"));
    }

    /** The contact of a recording says more than that the role may ask: the instance is the one that recorded it. */
    Finding connect() {
        if (!details.asksConnect()) {
            return Finding.ok("not set: no contact is looked up");
        }
        Optional<String> recording = recordingOfContact();
        boolean found =
                details.hasContact(recording.flatMap(DetailSources::contactIn).orElse(NO_CONTACT));
        if (recording.isEmpty()) {
            return Finding.ok("answers; there is no recording yet whose contact it should have");
        }
        String address = "s3://" + bucket.name().orElseThrow() + "/" + recording.get();
        return found
                ? Finding.ok("has the contact of " + address)
                : Finding.problem("Amazon Connect answers, but has no contact of " + address
                        + ". If the recording is younger than two years, RELAY_CONNECT_INSTANCE is another instance than"
                        + " the one that made it, or does not exist.");
    }

    private Optional<String> recordingOfContact() {
        try {
            return bucket.name().isEmpty()
                    ? Optional.empty()
                    : bucket.find(key -> DetailSources.contactIn(key).isPresent());
        } catch (RelayException e) {
            // The line of the bucket says so.
            return Optional.empty();
        }
    }

    Finding receiptsBucket() {
        return receipts.probe()
                .map(object -> Finding.ok(object + " was written and removed"))
                .orElseGet(() -> Finding.ok("not set: no receipts are kept, only Gong can detect duplicates"));
    }

    Finding queue() {
        return queues.waiting()
                .map(messages -> Finding.ok("reachable; about " + messages + " messages wait"))
                .orElseGet(() -> Finding.ok("not set: events come directly"));
    }

    Finding arrivals() {
        return queues.arrivals()
                .map(messages -> Finding.ok("reachable; about " + messages + " calls wait to be confirmed"))
                .orElseGet(() -> Finding.ok("not set: nobody asks Gong whether calls appeared"));
    }

    Finding deadLetters() {
        return queues.deadLetters()
                .map(messages -> Finding.ok("reachable; about " + messages + " dead letters"))
                .orElseGet(() -> Finding.ok("not set: what is rejected is left to its sender"));
    }
}
