package dev.gongrelay.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects what one delivery announces, however it is wrapped. */
final class Announcements {
    /** How deep envelopes may be nested. AWS's services nest at most five. */
    private static final int MAX_DEPTH = 8;

    private static final int MAX_KEY_BYTES = 1024;
    /** What S3's naming rules allow, past and present. Such a name needs no escaping. */
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9._-]{3,255}");

    private final Envelopes envelopes;
    private final Set<RecordingReference> references = new LinkedHashSet<>();
    private final List<PermanentException> defects = new ArrayList<>();
    private @Nullable ArrivalNotice arrival;
    private @Nullable String sweepId;
    private int depth;

    Announcements(Envelopes envelopes) {
        this.envelopes = envelopes;
    }

    /** In order, without duplicates. */
    List<RecordingReference> references() {
        return List.copyOf(references);
    }

    List<PermanentException> defects() {
        return List.copyOf(defects);
    }

    /** The relayed recording whose call is awaited; null if there is none. */
    @Nullable
    ArrivalNotice arrival() {
        return arrival;
    }

    /** The sweep that found the recordings; null if events announced them. */
    @Nullable
    String sweepId() {
        return sweepId;
    }

    /** Reads each record on its own: one that can't be read is a defect, and does not affect the others. */
    void each(JsonNode records, Consumer<JsonNode> reader) {
        int number = 0;
        for (JsonNode record : records) {
            number++;
            String place = records.size() == 1 ? "" : "record " + number + " of " + records.size() + ": ";
            attempt(place, () -> reader.accept(record));
        }
    }

    void attempt(String place, Runnable reader) {
        try {
            reader.run();
        } catch (PermanentException e) {
            defects.add(place.isEmpty() ? e : new PermanentException(e.code(), place + e.getMessage()));
        }
    }

    /** Reads an event that is the text of another one. */
    void nested(String event) {
        nested(envelopes.parse(event));
    }

    /** Reads an event that is part of another one. */
    void nested(JsonNode event) {
        if (depth == MAX_DEPTH) {
            throw new PermanentException(
                    FailureCode.EVENT_INVALID, "the event is wrapped in more than " + MAX_DEPTH + " envelopes");
        }
        depth++;
        try {
            envelopes.formatOf(event).read(event, this);
        } finally {
            depth--;
        }
    }

    /**
     * Adds a recording.
     *
     * @param key the decoded key
     * @param versionId null, {@code ""} and {@code "null"} all mean none
     */
    void recording(String bucket, String key, @Nullable String versionId) {
        RecordingReference reference = reference(bucket, key, versionId);
        requireAlone(arrival == null);
        references.add(reference);
    }

    /** Sets the relayed recording whose call is awaited. Such a delivery announces nothing. */
    void arrival(ArrivalNotice notice) {
        requireAlone(arrival == null && references.isEmpty());
        arrival = notice;
    }

    /** Sets the sweep that found the recordings. */
    void sweep(String id) {
        sweepId = id;
    }

    /** The defect of an event that is not about a new object. */
    static PermanentException noNewObject(String type, String newObjects) {
        return new PermanentException(
                FailureCode.EVENT_INVALID,
                "\"" + Fields.quote(type) + "\" announces no new object: only " + newObjects + " do");
    }

    private static void requireAlone(boolean alone) {
        if (!alone) {
            throw new PermanentException(FailureCode.EVENT_INVALID, "an arrival must be the only content of its event");
        }
    }

    /** A valid reference, from the parameters of {@link #recording}. */
    static RecordingReference reference(String bucket, String key, @Nullable String versionId) {
        if (!BUCKET.matcher(bucket).matches()) {
            throw new PermanentException(FailureCode.EVENT_INVALID, "the event's bucket is not a valid bucket name");
        }
        if (key.isEmpty()) {
            throw new PermanentException(FailureCode.EVENT_INVALID, "the event's key is empty");
        }
        int keyBytes = key.getBytes(StandardCharsets.UTF_8).length;
        if (keyBytes > MAX_KEY_BYTES) {
            throw new PermanentException(
                    FailureCode.EVENT_INVALID,
                    "the event's key has " + keyBytes + " bytes; S3 allows " + MAX_KEY_BYTES);
        }
        boolean versioned = versionId != null && !versionId.isEmpty() && !versionId.equals("null");
        return new RecordingReference(bucket, key, versioned ? versionId : null);
    }
}
