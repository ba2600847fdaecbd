package dev.gongrelay.recording;

import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.source.MediaFormat;
import dev.gongrelay.source.S3Objects;
import dev.gongrelay.source.SourceObject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The recordings in S3. */
@Singleton
public class Recordings {
    private static final String METADATA_SKIP = "gong-skip";

    private final S3Objects objects;
    private final DetailReader details;
    private final String sidecarSuffix;
    private final Set<String> extensions;
    private final long largestBytes;
    private final Duration shortest;

    Recordings(S3Objects objects, DetailReader details, RelayConfig config) {
        this.objects = objects;
        this.details = details;
        this.sidecarSuffix = config.recordings().sidecarSuffix();
        this.extensions = config.recordings().extensions();
        this.shortest = config.recordings().minDuration();
        this.largestBytes = config.recordings().maxSize().asLongValue();
    }

    /** Whether an object is a sidecar or a folder marker, not a recording. */
    public boolean isBesideRecordings(RecordingReference reference) {
        return reference.key().endsWith("/") || reference.key().endsWith(sidecarSuffix);
    }

    /** Checks an object's extension, ignoring case; throws a {@link SkippedException} if the settings don't name it. */
    public void checkExtension(RecordingReference reference) {
        String name = reference.key().substring(reference.key().lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        if (dot < 0 || !extensions.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT))) {
            throw new SkippedException("its extension is not in RELAY_RECORDINGS_EXTENSIONS");
        }
    }

    /**
     * Finds a recording and everything that Gong needs to know about it.
     *
     * @throws SkippedException if its producer or a setting says not to relay it
     * @throws PermanentException if it is gone, archived, empty, too large, in a format that Gong doesn't support, or
     *     its call details are wrong, each with a code of its own
     * @throws dev.gongrelay.failure.TransientException if S3 can't be read now, or the sidecar may still arrive
     */
    public Recording find(RecordingReference reference) {
        return find(reference, new Findings());
    }

    /** The same, but fills the findings even if it fails. */
    public Recording find(RecordingReference reference, Findings findings) {
        SourceObject object = objects.find(reference);
        findings.found(object);
        checkVeto(object);
        checkSize(object);
        MediaFormat format = objects.format(object);
        findings.found(format);
        checkDuration(format);
        CallDetails call = details.read(object, format, findings.layers());
        List<String> warnings = Stream.concat(call.warnings().stream(), format.warnings().stream())
                .toList();
        return new Recording(reference, object.eTag(), call, objects.media(object, format), warnings);
    }

    /** Whether the latest version of the object no longer has this ETag; false if it can't be looked up. */
    public boolean isOverwritten(RecordingReference reference, String eTag) {
        try {
            RecordingReference latest = new RecordingReference(reference.bucket(), reference.key(), null);
            return !objects.find(latest).eTag().equals(eTag);
        } catch (RelayException e) {
            return false;
        }
    }

    private static void checkVeto(SourceObject object) {
        String reason = object.metadata().get(METADATA_SKIP);
        if (reason != null) {
            throw new SkippedException("its metadata " + METADATA_SKIP + " says so"
                    + (reason.isBlank() ? "" : ": " + MetadataText.read(reason)));
        }
    }

    private void checkDuration(MediaFormat format) {
        if (!format.duration().isZero() && format.duration().compareTo(shortest) < 0) {
            throw new SkippedException(String.format(
                    Locale.ROOT,
                    "it is %.1f s long, less than RELAY_RECORDINGS_MIN_DURATION (%d s)",
                    format.duration().toMillis() / 1000.0,
                    shortest.toSeconds()));
        }
    }

    private void checkSize(SourceObject object) {
        if (object.sizeBytes() == 0) {
            throw new PermanentException(FailureCode.RECORDING_EMPTY, object + " has no bytes");
        }
        if (object.sizeBytes() > largestBytes) {
            throw new PermanentException(
                    FailureCode.RECORDING_TOO_LARGE,
                    object + " has " + object.sizeBytes() + " bytes, more than the limit of " + largestBytes);
        }
    }
}
