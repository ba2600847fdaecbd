package dev.gongrelay.check;

import dev.gongrelay.connect.Contacts;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.receipt.Receipts;
import dev.gongrelay.recording.Mappings;
import dev.gongrelay.recording.Recordings;
import dev.gongrelay.source.RecordingsBucket;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Checks the buckets, the clock, and where call details come from. */
@Singleton
class AwsCheck {
    /** S3 refuses requests that are signed 15 minutes early or late (Amazon S3, "RequestTimeTooSkewed"). */
    private static final Duration LARGEST_SKEW = Duration.ofMinutes(5);
    /** No contact has this ID. An answer that there is none proves that Connect answers. */
    private static final String NO_CONTACT = "00000000-0000-0000-0000-000000000000";

    private static final Finding NO_BUCKET = Finding.ok("not checked: RELAY_RECORDINGS_BUCKET is not set");

    private final RecordingsBucket bucket;
    private final Recordings recordings;
    private final Mappings mappings;
    private final Contacts contacts;
    private final Receipts receipts;
    private final Clock clock;

    AwsCheck(
            RecordingsBucket bucket,
            Recordings recordings,
            Mappings mappings,
            Contacts contacts,
            Receipts receipts,
            Clock clock) {
        this.bucket = bucket;
        this.recordings = recordings;
        this.mappings = mappings;
        this.contacts = contacts;
        this.receipts = receipts;
        this.clock = clock;
    }

    Finding recordingsBucket() {
        if (bucket.name().isEmpty()) {
            return NO_BUCKET;
        }
        return Finding.ok(bucket.read(this::mayBeRecording)
                .map(object -> "a byte of " + object + " could be read")
                .orElse("can be listed; there is no recording yet that could be read"));
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
                        + " no notification is configured. Run infra/connect-bucket."));
    }

    Finding clock() {
        if (bucket.name().isEmpty()) {
            return NO_BUCKET;
        }
        Duration skew = bucket.time()
                .map(time -> Duration.between(time, clock.instant()).abs())
                .orElse(Duration.ZERO);
        String text = "differs from S3's by " + skew.toSeconds() + " s";
        return skew.compareTo(LARGEST_SKEW) < 0
                ? Finding.ok(text)
                : Finding.problem("The clock " + text + ". From 15 minutes on, S3 refuses requests. Set the clock.");
    }

    Finding mapping() {
        return Finding.ok(
                mappings.check().orElse("not set: details come from metadata, sidecars and keys as they are"));
    }

    /** Asks for the contact of a recording, which also shows whether the instance is the one that recorded it. */
    Finding connect() {
        if (!contacts.isUsed()) {
            return Finding.ok("not set: contacts are not looked up");
        }
        Optional<String> recording = recordingOfContact();
        boolean found = contacts.find(recording.flatMap(Contacts::idIn).orElse(NO_CONTACT))
                .isPresent();
        if (recording.isEmpty()) {
            return Finding.ok("answers; there is no recording yet whose contact it should have");
        }
        String address = "s3://" + bucket.name().orElseThrow() + "/" + recording.get();
        return found
                ? Finding.ok("has the contact of " + address)
                : Finding.problem("Amazon Connect answers, but has no contact of " + address
                        + ". Unless the recording is older than two years, RELAY_CONNECT_INSTANCE names an instance that"
                        + " did not make it, or that does not exist.");
    }

    private Optional<String> recordingOfContact() {
        try {
            return bucket.name()
                    .flatMap(name -> bucket.find(key -> Contacts.idIn(key).isPresent()));
        } catch (RelayException e) {
            // Found by the check of the bucket, too.
            return Optional.empty();
        }
    }

    Finding receiptsBucket() {
        return Finding.ok(receipts.probe()
                .map(object -> object + " was written and removed")
                .orElse("not set: no receipts are kept, only Gong can detect duplicates"));
    }
}
