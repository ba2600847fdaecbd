package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.source.MediaFormat;
import dev.gongrelay.source.SourceObject;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known about a recording, even if it can't be relayed. */
public final class Findings {
    private final DetailLayers layers = new DetailLayers();
    private @Nullable SourceObject object;
    private @Nullable MediaFormat format;

    void found(SourceObject looked) {
        object = looked;
    }

    void found(MediaFormat told) {
        format = told;
    }

    DetailLayers layers() {
        return layers;
    }

    /** The object's size in bytes, once found. */
    public Optional<Long> sizeBytes() {
        return Optional.ofNullable(object).map(SourceObject::sizeBytes);
    }

    /** The media format, once recognized. */
    public Optional<MediaFormat> format() {
        return Optional.ofNullable(format);
    }

    /** The call's details, even if they are not valid. */
    public ObjectNode details() {
        return layers.document();
    }

    /** The layer that each field of the details came from. */
    public Map<String, String> origins() {
        return layers.origins();
    }
}
