package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.connect.Contacts;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.mapping.Mapping;
import dev.gongrelay.mapping.MappingException;
import dev.gongrelay.source.SourceObject;
import dev.gongrelay.time.NanoClock;
import org.jspecify.annotations.Nullable;

/** The layer that a mapping makes of everything that is known about a recording, in place of the sidecar's. */
final class MappedLayer {
    static final String NAME = "mapping";

    private final DetailParser parser = new DetailParser();
    private final ConnectLayer connect;
    private final NanoClock clock;

    MappedLayer(Contacts contacts, NanoClock clock) {
        this.connect = new ConnectLayer(contacts);
        this.clock = clock;
    }

    /**
     * Applies a mapping.
     *
     * @param groups what the key pattern found
     * @param sidecar any JSON; null if there is none
     * @param isYoung whether what is missing may still arrive
     * @throws SkippedException if the mapping says not to relay the recording
     * @throws PermanentException {@link FailureCode#MAPPING_FAILED}, {@link FailureCode#DETAILS_MALFORMED}
     * @throws TransientException {@link FailureCode#MAPPING_TIMEOUT}, or as {@link ConnectLayer} does
     */
    ObjectNode fields(
            Mapping mapping, SourceObject object, ObjectNode groups, @Nullable JsonNode sidecar, boolean isYoung) {
        ObjectNode input = input(object, groups, sidecar);
        input.setAll(connect.inputs(object, isYoung));
        ObjectNode made;
        try {
            made = parser.parse(mapping.apply(input, clock::nanos));
        } catch (MappingException e) {
            throw failed(object, e);
        } catch (MalformedDetailsException e) {
            throw new PermanentException(
                    FailureCode.DETAILS_MALFORMED,
                    "The details of " + object + " can't be read from the mapping's result: " + e.getMessage(),
                    e);
        }
        SingleElements.wrap(made);
        return Veto.check(made, "the mapping");
    }

    private static ObjectNode input(SourceObject object, ObjectNode groups, @Nullable JsonNode sidecar) {
        String key = object.reference().key();
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        input.put("bucket", object.reference().bucket());
        input.put("key", key);
        input.put("fileName", key.substring(key.lastIndexOf('/') + 1));
        input.put("size", object.sizeBytes());
        input.put("lastModified", object.lastModified().toString());
        if (object.contentType() != null) {
            input.put("contentType", object.contentType());
        }
        ObjectNode metadata = input.putObject("metadata");
        object.metadata().forEach((name, value) -> metadata.put(name, MetadataText.read(value)));
        input.set("groups", groups);
        if (sidecar != null) {
            input.set("sidecar", sidecar);
        }
        return input;
    }

    private static RelayException failed(SourceObject object, MappingException why) {
        String message = "The mapping fails on " + object + ": " + why.getMessage();
        return why.isTimeUp()
                ? new TransientException(FailureCode.MAPPING_TIMEOUT, message, why)
                : new PermanentException(FailureCode.MAPPING_FAILED, message, why);
    }
}
