package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.connect.Contacts;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.recording.KeyPattern.KeyDetails;
import dev.gongrelay.recording.Mappings.CurrentMapping;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.source.MediaFormat;
import dev.gongrelay.source.S3Objects;
import dev.gongrelay.source.SourceObject;
import dev.gongrelay.time.NanoClock;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gathers a recording's call details from the object metadata {@code gong-call-id} or {@code gong-call}, then the sidecar
 * or the mapping's result, the key pattern, and the default settings. Each field comes from the first that has it. If any
 * of them has a {@code callId}, nothing else counts.
 */
@Singleton
final class DetailReader {
    private static final String CALL_ID = "callId";
    private static final String METADATA_CALL_ID = "gong-call-id";
    private static final String METADATA_CALL = "gong-call";
    private static final String METADATA_CALL_LAYER = "object metadata " + METADATA_CALL;
    private static final String KEY_LAYER = "the key, by RELAY_RECORDINGS_KEY_PATTERN";

    private final S3Objects objects;
    private final DetailParser parser = new DetailParser();
    private final String sidecarSuffix;
    private final String sidecarLayer;
    private final Duration sidecarWait;
    private final Optional<KeyPattern> keyPattern;
    private final Mappings mappings;
    private final MappedLayer mapped;
    private final DefaultDetails defaults;
    private final Clock clock;

    DetailReader(
            S3Objects objects,
            Mappings mappings,
            Contacts contacts,
            RelayConfig config,
            Clock clock,
            NanoClock nanoClock) {
        this.objects = objects;
        this.mappings = mappings;
        this.mapped = new MappedLayer(contacts, nanoClock);
        this.sidecarSuffix = config.recordings().sidecarSuffix();
        this.sidecarLayer = "sidecar <key>" + sidecarSuffix;
        this.sidecarWait = config.recordings().sidecarWait();
        this.keyPattern = config.recordings()
                .keyPattern()
                .map(pattern -> new KeyPattern(
                        pattern,
                        new KeyTime(
                                config.recordings().keyTimeFormat(),
                                config.recordings().keyTimeZone())));
        this.defaults = new DefaultDetails(config.defaults());
        this.clock = clock;
    }

    /**
     * Gathers and checks the details.
     *
     * @param layers gets every layer that was found
     * @throws SkippedException if a document among them says not to relay the recording
     * @throws PermanentException if they are wrong; one message names every field
     * @throws TransientException if they are incomplete, and the sidecar may still arrive
     */
    CallDetails read(SourceObject object, MediaFormat format, DetailLayers layers) {
        addMetadata(layers, object);
        if (layers.document().has(CALL_ID)) {
            return ofKnownCall(layers, object, null);
        }
        Optional<byte[]> sidecar = objects.sidecar(object, sidecarSuffix);
        Optional<KeyDetails> key = findInKey(object);
        Optional<CurrentMapping> mapping = mappings.current();
        if (mapping.isPresent()) {
            addMapped(layers, object, mapping.get(), key, sidecar);
        } else {
            addSidecar(layers, object, sidecar);
        }
        key.ifPresent(found -> layers.add(KEY_LAYER, found.fields()));
        defaults.addTo(layers);
        String eTag = mapping.map(CurrentMapping::eTag).orElse(null);
        if (layers.document().has(CALL_ID)) {
            return ofKnownCall(layers, object, eTag);
        }
        defaults.complete(layers, object);
        DetailProblems problems = new DetailProblems(layers);
        key.flatMap(KeyDetails::remark)
                .filter(remark -> layers.origin("actualStart").equals(KEY_LAYER))
                .ifPresent(problems::warn);
        DetailRules.check(layers.document(), format.isStereo(), problems);
        if (!problems.isEmpty()) {
            throw unfit(problems, object, sidecar.isEmpty() && !problems.areIn(METADATA_CALL_LAYER));
        }
        return new CallDetails(null, layers.document(), problems.warnings(), eTag);
    }

    private void addMetadata(DetailLayers layers, SourceObject object) {
        String callId = object.metadata().get(METADATA_CALL_ID);
        String call = object.metadata().get(METADATA_CALL);
        if (callId != null) {
            layers.put("object metadata " + METADATA_CALL_ID, CALL_ID, JsonNodeFactory.instance.textNode(callId));
        } else if (call != null) {
            try {
                ObjectNode document = parser.parse(MetadataText.bytes(call));
                layers.add(METADATA_CALL_LAYER, Veto.check(document, "its metadata " + METADATA_CALL));
            } catch (MalformedDetailsException e) {
                throw malformed(METADATA_CALL_LAYER, object, e);
            }
        }
    }

    private void addSidecar(DetailLayers layers, SourceObject object, Optional<byte[]> sidecar) {
        try {
            if (sidecar.isPresent()) {
                layers.add(sidecarLayer, Veto.check(parser.parse(sidecar.get()), "its sidecar"));
            } else {
                layers.addMissing(sidecarLayer);
            }
        } catch (MalformedDetailsException e) {
            throw malformed(sidecarLayer, object, e);
        }
    }

    /** A mapping may fail because the sidecar has not arrived yet. */
    private void addMapped(
            DetailLayers layers,
            SourceObject object,
            CurrentMapping mapping,
            Optional<KeyDetails> key,
            Optional<byte[]> sidecar) {
        ObjectNode groups = key.map(KeyDetails::groups).orElseGet(JsonNodeFactory.instance::objectNode);
        try {
            JsonNode document = sidecar.isPresent() ? parser.parseAny(sidecar.get()) : null;
            layers.add(MappedLayer.NAME, mapped.fields(mapping.mapping(), object, groups, document, isYoung(object)));
        } catch (MalformedDetailsException e) {
            throw malformed(sidecarLayer, object, e);
        } catch (PermanentException e) {
            if (sidecar.isEmpty() && isYoung(object)) {
                throw new TransientException(FailureCode.SIDECAR_AWAITED, e.getMessage() + maySidecarCome(), e);
            }
            throw e;
        }
        if (sidecar.isEmpty()) {
            layers.addMissing(sidecarLayer);
        }
    }

    private Optional<KeyDetails> findInKey(SourceObject object) {
        try {
            return keyPattern.map(pattern -> pattern.find(object.reference().key()));
        } catch (KeyPattern.BacktrackingException e) {
            throw new PermanentException(
                    FailureCode.DETAILS_INVALID,
                    "RELAY_RECORDINGS_KEY_PATTERN takes too long on the key of " + object
                            + ": it can match in too many ways, as .*.*.* can",
                    e);
        }
    }

    private static CallDetails ofKnownCall(DetailLayers layers, SourceObject object, @Nullable String eTag) {
        JsonNode callId = layers.document().path(CALL_ID);
        if (!ValueRule.CALL_ID.accepts(callId)) {
            throw new PermanentException(
                    FailureCode.CALL_ID_INVALID,
                    "The callId of " + object + " " + ValueRule.CALL_ID.demand(callId) + " (from "
                            + layers.origin(CALL_ID) + ")");
        }
        return new CallDetails(callId.textValue(), JsonNodeFactory.instance.objectNode(), List.of(), eTag);
    }

    private static PermanentException malformed(String layer, SourceObject object, MalformedDetailsException cause) {
        return new PermanentException(
                FailureCode.DETAILS_MALFORMED,
                "The details of " + object + " can't be read from " + layer + ": " + cause.getMessage(),
                cause);
    }

    private RuntimeException unfit(DetailProblems problems, SourceObject object, boolean sidecarMayHelp) {
        if (sidecarMayHelp && isYoung(object)) {
            return new TransientException(
                    FailureCode.SIDECAR_AWAITED,
                    problems.message("The details of " + object + " are not complete" + maySidecarCome()));
        }
        return new PermanentException(
                FailureCode.DETAILS_INVALID, problems.message("The details of " + object + " are not valid"));
    }

    private boolean isYoung(SourceObject object) {
        return Duration.between(object.lastModified(), clock.instant()).compareTo(sidecarWait) < 0;
    }

    private String maySidecarCome() {
        return "; the sidecar may still arrive until the recording is " + sidecarWait.toSeconds() + " s old";
    }
}
