package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.source.MediaFormat;
import dev.gongrelay.source.S3Objects;
import dev.gongrelay.source.SourceObject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Finds out what a recording's call is: object metadata {@code gong-call-id}, which ends the search, then {@code
 * gong-call}, the sidecar, the key's pattern and the defaults from settings, each field from the first that has it. A
 * {@code callId} in any of them ends the search, too.
 */
@Singleton
final class DetailReader {
    private static final String CALL_ID = "callId";
    private static final String METADATA_CALL_ID = "gong-call-id";
    private static final String METADATA_CALL = "gong-call";
    private static final String METADATA_CALL_LAYER = "object metadata " + METADATA_CALL;
    private static final String KEY_LAYER = "the key, by RELAY_RECORDINGS_KEY_PATTERN";
    private static final String DEFAULTS_LAYER = "settings RELAY_DEFAULTS_*";

    private final S3Objects objects;
    private final DetailParser parser = new DetailParser();
    private final String sidecarSuffix;
    private final String sidecarLayer;
    private final Duration sidecarWait;
    private final Optional<KeyPattern> keyPattern;
    private final ObjectNode defaults;
    private final Clock clock;

    DetailReader(S3Objects objects, RelayConfig config, Clock clock) {
        this.objects = objects;
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
        this.defaults = defaults(config.defaults());
        this.clock = clock;
    }

    /**
     * Gathers and checks the details.
     *
     * @param layers to be filled
     * @throws PermanentException when they are wrong; one message names every field
     * @throws TransientException when they are incomplete and the sidecar may still come
     */
    CallDetails read(SourceObject object, MediaFormat format, DetailLayers layers) {
        addMetadata(layers, object);
        boolean hasSidecar = addSidecar(layers, object);
        Optional<String> remark = addKey(layers, object);
        layers.add(DEFAULTS_LAYER, defaults);
        JsonNode callId = layers.document().get(CALL_ID);
        if (callId != null) {
            return ofKnownCall(callId, layers.origin(CALL_ID), object);
        }
        complete(layers, object);
        DetailProblems problems = new DetailProblems(layers);
        remark.ifPresent(problems::warn);
        DetailRules.check(layers.document(), format.isStereo(), problems);
        if (!problems.isEmpty()) {
            throw unfit(problems, object, !hasSidecar && !problems.areIn(METADATA_CALL_LAYER));
        }
        return new CallDetails(null, layers.document(), problems.warnings());
    }

    private void addMetadata(DetailLayers layers, SourceObject object) {
        String callId = object.metadata().get(METADATA_CALL_ID);
        String call = object.metadata().get(METADATA_CALL);
        if (callId != null) {
            layers.put("object metadata " + METADATA_CALL_ID, CALL_ID, JsonNodeFactory.instance.textNode(callId));
        } else if (call != null) {
            try {
                layers.add(METADATA_CALL_LAYER, parser.parse(MetadataText.bytes(call)));
            } catch (MalformedDetailsException e) {
                throw malformed(METADATA_CALL_LAYER, object, e);
            }
        }
    }

    /** Whether there is a sidecar. It is not looked for when the call is known. */
    private boolean addSidecar(DetailLayers layers, SourceObject object) {
        if (layers.document().has(CALL_ID)) {
            return false;
        }
        Optional<byte[]> sidecar = objects.sidecar(object, sidecarSuffix);
        if (sidecar.isEmpty()) {
            layers.addMissing(sidecarLayer);
            return false;
        }
        try {
            layers.add(sidecarLayer, parser.parse(sidecar.get()));
            return true;
        } catch (MalformedDetailsException e) {
            throw malformed(sidecarLayer, object, e);
        }
    }

    /** What is doubtful about the key's actualStart, if that is the one that counts. */
    private Optional<String> addKey(DetailLayers layers, SourceObject object) {
        if (keyPattern.isEmpty() || layers.document().has(CALL_ID)) {
            return Optional.empty();
        }
        try {
            KeyPattern.Found found = keyPattern.get().find(object.reference().key());
            layers.add(KEY_LAYER, found.fields());
            return found.remark().filter(remark -> layers.origin("actualStart").equals(KEY_LAYER));
        } catch (KeyPattern.BacktrackingException e) {
            throw new PermanentException(
                    FailureCode.DETAILS_INVALID,
                    "RELAY_RECORDINGS_KEY_PATTERN takes too long on the key of " + object
                            + ": it can be matched in too many ways, as .*.*.* can",
                    e);
        }
    }

    private static void complete(DetailLayers layers, SourceObject object) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        layers.put(
                "bucket and key",
                "clientUniqueId",
                nodes.textNode(
                        object.reference().bucket() + "/" + object.reference().key()));
        JsonNode primaryUser = layers.document().path("primaryUser");
        if (!ValueRule.PERSON.accepts(primaryUser)) {
            return;
        }
        layers.put("primaryUser", "parties", nodes.arrayNode());
        if (layers.document().get("parties") instanceof ArrayNode parties) {
            for (JsonNode party : parties) {
                if (party.path("userId").equals(primaryUser)) {
                    return;
                }
            }
            parties.addObject().set("userId", primaryUser);
        }
    }

    private static CallDetails ofKnownCall(JsonNode callId, String layer, SourceObject object) {
        if (!ValueRule.CALL_ID.accepts(callId)) {
            throw new PermanentException(
                    FailureCode.CALL_ID_INVALID,
                    "The callId of " + object + " " + ValueRule.CALL_ID.demand(callId) + " (from " + layer + ")");
        }
        return new CallDetails(callId.textValue(), JsonNodeFactory.instance.objectNode(), List.of());
    }

    private static PermanentException malformed(String layer, SourceObject object, MalformedDetailsException cause) {
        return new PermanentException(
                FailureCode.DETAILS_MALFORMED,
                "The details of " + object + " can't be read from " + layer + ": " + cause.getMessage(),
                cause);
    }

    private RuntimeException unfit(DetailProblems problems, SourceObject object, boolean sidecarMayHelp) {
        Duration age = Duration.between(object.lastModified(), clock.instant());
        if (sidecarMayHelp && age.compareTo(sidecarWait) < 0) {
            return new TransientException(
                    FailureCode.SIDECAR_AWAITED,
                    problems.message("The details of " + object + " are not complete; the sidecar may come until the"
                            + " recording is " + sidecarWait.toSeconds() + " s old"),
                    null);
        }
        return new PermanentException(
                FailureCode.DETAILS_INVALID, problems.message("The details of " + object + " are not fit for Gong"));
    }

    private static ObjectNode defaults(RelayConfig.Defaults settings) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        settings.primaryUser().ifPresent(value -> fields.put("primaryUser", value));
        settings.direction().ifPresent(value -> fields.put("direction", value));
        settings.workspaceId().ifPresent(value -> fields.put("workspaceId", value));
        settings.callProviderCode().ifPresent(value -> fields.put("callProviderCode", value));
        settings.languageCode().ifPresent(value -> fields.put("languageCode", value));
        return fields;
    }
}
