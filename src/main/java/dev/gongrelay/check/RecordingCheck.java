package dev.gongrelay.check;

import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.people.People;
import dev.gongrelay.receipt.Receipt;
import dev.gongrelay.receipt.Receipts;
import dev.gongrelay.recording.Recording;
import dev.gongrelay.recording.Recordings;
import dev.gongrelay.recording.SkippedException;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Finds out what would become of a recording, by the same steps that relay it. Reads only, and registers nothing. */
@Singleton
class RecordingCheck {
    private final Recordings recordings;
    private final Receipts receipts;
    private final People people;

    RecordingCheck(Recordings recordings, Receipts receipts, People people) {
        this.people = people;
        this.recordings = recordings;
        this.receipts = receipts;
    }

    /** Looks at a recording. Whatever stands in its way is in the preview, never thrown. */
    Preview preview(RecordingReference reference) {
        Preview preview = new Preview(reference);
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
            return preview.relayed(recording, people.preview(recording));
        } catch (SkippedException skipped) {
            return preview.skipped(skipped.reason());
        } catch (RelayException failure) {
            return preview.failed(failure);
        }
    }
}
