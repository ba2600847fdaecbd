package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.source.SourceObject;

/** Completes call details with the default settings, an identity, and a party for the primary user. */
final class DefaultDetails {
    private static final String LAYER = "settings RELAY_DEFAULTS_*";

    private final JsonNodeFactory nodes = JsonNodeFactory.instance;
    private final ObjectNode settings = nodes.objectNode();

    DefaultDetails(RelayConfig.Defaults config) {
        config.primaryUser().ifPresent(value -> settings.put("primaryUser", value));
        config.direction().ifPresent(value -> settings.put("direction", value));
        config.workspaceId().ifPresent(value -> settings.put("workspaceId", value));
        config.callProviderCode().ifPresent(value -> settings.put("callProviderCode", value));
        config.languageCode().ifPresent(value -> settings.put("languageCode", value));
    }

    /** Adds the settings as the last layer. */
    void addTo(DetailLayers layers) {
        layers.add(LAYER, settings);
    }

    /** Adds what a new call still needs. */
    void complete(DetailLayers layers, SourceObject object) {
        String identity = object.reference().bucket() + "/" + object.reference().key();
        layers.put("bucket and key", "clientUniqueId", nodes.textNode(identity));
        JsonNode primaryUser = layers.document().path("primaryUser");
        if (ValueRule.PERSON.accepts(primaryUser)) {
            layers.put("primaryUser", "parties", nodes.arrayNode());
            if (layers.document().get("parties") instanceof ArrayNode parties
                    && parties.valueStream()
                            .noneMatch(party -> party.path("userId").equals(primaryUser))) {
                parties.addObject().set("userId", primaryUser);
            }
        }
    }
}
