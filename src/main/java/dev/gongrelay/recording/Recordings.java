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
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The recordings in S3. */
@Singleton
public class Recordings {
    private final S3Objects objects;
    private final DetailReader details;
    private final String sidecarSuffix;
    private final Set<String> extensions;
    private final long largestBytes;

    Recordings(S3Objects objects, DetailReader details, RelayConfig config) {
        this.objects = objects;
        this.details = details;
        this.sidecarSuffix = config.recordings().sidecarSuffix();
        this.extensions = config.recordings().extensions();
        this.largestBytes = config.recordings().maxSize().asLongValue();
    }

    /** Whether an object may be a recording at all: sidecars and folder markers, which lie beside them, are none. */
    public boolean mayBeRecording(RecordingReference reference) {
        return !reference.key().endsWith("/") && !reference.key().endsWith(sidecarSuffix);
    }

    /**
     * Finds a recording and all there is to know about it, before Gong hears of it.
     *
     * @throws PermanentException when it is gone, archived, empty, too large, of a type that Gong doesn't take, or its
     *     call details are wrong, each with a code of its own
     * @throws dev.gongrelay.failure.TransientException when S3 can't be read now, or the sidecar may still come
     */
    public Recording find(RecordingReference reference) {
        checkExtension(reference);
        SourceObject object = objects.find(reference);
        checkSize(object);
        MediaFormat format = objects.format(object);
        CallDetails call = details.read(object, format);
        List<String> warnings = Stream.concat(call.warnings().stream(), format.warnings().stream())
                .toList();
        return new Recording(reference, object.eTag(), call, objects.media(object, format), warnings);
    }

    /** Whether an object has other bytes now than with this ETag; false also when it can't be looked at. */
    public boolean isOverwritten(RecordingReference reference, String eTag) {
        try {
            return !objects.find(reference).eTag().equals(eTag);
        } catch (RelayException e) {
            return false;
        }
    }

    private void checkExtension(RecordingReference reference) {
        String name = name(reference);
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (name.indexOf('.') < 0 || !extensions.contains(extension)) {
            throw new PermanentException(
                    FailureCode.RECORDING_TYPE,
                    reference + " has none of the extensions that are relayed: " + String.join(", ", extensions));
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

    private static String name(RecordingReference reference) {
        return reference.key().substring(reference.key().lastIndexOf('/') + 1);
    }
}
