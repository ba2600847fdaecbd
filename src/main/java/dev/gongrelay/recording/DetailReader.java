package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.recording.DetailRules.Problem;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.source.MediaFormat;
import dev.gongrelay.source.S3Objects;
import dev.gongrelay.source.SourceObject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds out what a recording's call is: object metadata {@code gong-call-id}, which ends the search, then {@code
 * gong-call}, the sidecar, the key's pattern and the defaults from settings, each field from the first that has it.
 */
@Singleton
final class DetailReader {
    private static final String CALL_ID = "callId";
    private static final String METADATA_CALL_ID = "gong-call-id";
    private static final String METADATA_CALL = "gong-call";
    private static final String METADATA_CALL_LAYER = "object metadata " + METADATA_CALL;
    private static final String DEFAULTS = "settings RELAY_DEFAULTS_*";

    private final S3Objects objects;
    private final ObjectMapper json;
    private final DetailParser parser = new DetailParser();
    private final String sidecarSuffix;
    private final Duration sidecarWait;
    private final Optional<KeyPattern> keyPattern;
    private final ObjectNode defaults;
    private final Clock clock;

    DetailReader(S3Objects objects, ObjectMapper json, RelayConfig config, Clock clock) {
        this.objects = objects;
        this.json = json;
        this.sidecarSuffix = config.recordings().sidecarSuffix();
        this.sidecarWait = config.recordings().sidecarWait();
        this.keyPattern = config.recordings()
                .keyPattern()
                .map(pattern -> new KeyPattern(pattern, config.recordings().keyTimeFormat()));
        this.defaults = defaults(config.defaults());
        this.clock = clock;
    }

    /**
     * Gathers and checks the details.
     *
     * @throws PermanentException when they are wrong; one message names every field
     * @throws TransientException when they are incomplete and the sidecar may still come
     */
    CallDetails read(SourceObject object, MediaFormat format) {
        String knownCall = object.metadata().get(METADATA_CALL_ID);
        if (knownCall != null) {
            return known(JsonNodeFactory.instance.textNode(knownCall), "object metadata " + METADATA_CALL_ID, object);
        }
        DetailLayers layers = new DetailLayers(json.createObjectNode());
        String embedded = object.metadata().get(METADATA_CALL);
        if (embedded != null) {
            try {
                layers.add(METADATA_CALL_LAYER, parser.parse(MetadataText.bytes(embedded)));
            } catch (MalformedDetailsException e) {
                throw malformed(METADATA_CALL_LAYER, object, e);
            }
        }
        Optional<byte[]> sidecar = objects.sidecar(object, sidecarSuffix);
        String sidecarName = "sidecar " + object + sidecarSuffix;
        if (sidecar.isPresent()) {
            try {
                layers.add(sidecarName, parser.parse(sidecar.get()));
            } catch (MalformedDetailsException e) {
                throw malformed(sidecarName, object, e);
            }
        } else {
            layers.missing(sidecarName);
        }
        JsonNode callId = layers.take(CALL_ID);
        if (callId != null) {
            return known(callId, layers.origin(CALL_ID), object);
        }
        keyPattern.ifPresent(pattern ->
                layers.add("key pattern", pattern.fields(object.reference().key())));
        layers.add(DEFAULTS, defaults);
        complete(layers, object);
        List<Problem> problems = DetailRules.problems(layers, format.isStereo());
        if (!problems.isEmpty()) {
            boolean sidecarMayHelp = sidecar.isEmpty()
                    && problems.stream().noneMatch(problem -> layers.isFrom(METADATA_CALL_LAYER, problem.field()));
            throw invalid(problems, object, sidecarMayHelp);
        }
        return new CallDetails(null, layers.document(), warnings(layers.document(), format));
    }

    private CallDetails known(JsonNode callId, String origin, SourceObject object) {
        if (!DetailRules.isId(callId)) {
            throw new PermanentException(
                    FailureCode.CALL_ID_INVALID,
                    "The callId of " + object + " must be 1 to 20 digits in quotes (" + origin + ")");
        }
        return new CallDetails(callId.textValue(), json.createObjectNode(), List.of());
    }

    private PermanentException malformed(String layer, SourceObject object, MalformedDetailsException problem) {
        return new PermanentException(
                FailureCode.DETAILS_MALFORMED,
                "The details of " + object + " can't be read from " + layer + ": " + problem.getMessage(),
                problem);
    }

    private static void complete(DetailLayers layers, SourceObject object) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        layers.put(
                "bucket and key",
                "clientUniqueId",
                nodes.textNode(
                        object.reference().bucket() + "/" + object.reference().key()));
        JsonNode primaryUser = layers.document().path("primaryUser");
        if (!DetailRules.isId(primaryUser)) {
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

    private RuntimeException invalid(List<Problem> problems, SourceObject object, boolean sidecarMayHelp) {
        String message = "The details of " + object + " are not fit for Gong: "
                + problems.stream().map(Problem::text).collect(Collectors.joining("; "));
        Duration age = Duration.between(object.lastModified(), clock.instant());
        Duration wait = sidecarWait.minus(age);
        if (sidecarMayHelp && !wait.isNegative() && !wait.isZero()) {
            return new TransientException(
                    FailureCode.SIDECAR_AWAITED,
                    message + "; the sidecar may come until the recording is " + sidecarWait.toSeconds() + " s old",
                    null);
        }
        return new PermanentException(FailureCode.DETAILS_INVALID, message);
    }

    private static List<String> warnings(ObjectNode document, MediaFormat format) {
        List<String> warnings = new ArrayList<>();
        boolean channelNamed = false;
        for (JsonNode party : document.path("parties")) {
            channelNamed |= party.hasNonNull("mediaChannelId");
        }
        if (format.isStereo() && !channelNamed) {
            warnings.add("the recording is stereo but no party has a mediaChannelId: set it to 0 (left) or 1 (right)"
                    + " so that Gong can tell the speakers apart");
        }
        return warnings;
    }

    private ObjectNode defaults(RelayConfig.Defaults settings) {
        ObjectNode fields = json.createObjectNode();
        settings.primaryUser().ifPresent(value -> fields.put("primaryUser", value));
        settings.direction().ifPresent(value -> fields.put("direction", value));
        settings.workspaceId().ifPresent(value -> fields.put("workspaceId", value));
        settings.callProviderCode().ifPresent(value -> fields.put("callProviderCode", value));
        settings.languageCode().ifPresent(value -> fields.put("languageCode", value));
        return fields;
    }
}
