package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.source.SourceObject;
import java.util.Optional;

/** Completes call details with the default settings, an identity, and a party for the primary user. */
final class DefaultDetails {
    private static final String LAYER = "settings RELAY_DEFAULTS_*";
    private static final String USER = "userId";

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
            if (layers.document().get("parties") instanceof ArrayNode parties) {
                addOwner(parties, primaryUser);
            }
        }
    }

    /** The owner is the party with their {@code userId}, else one without, but with their address or number. */
    private static void addOwner(ArrayNode parties, JsonNode owner) {
        if (parties.valueStream().noneMatch(party -> party.path(USER).equals(owner))) {
            Optional<Handle> handle = Handle.of(owner.textValue());
            parties.valueStream()
                    .filter(party -> handle.isPresent() && handle.equals(handle(party)))
                    .map(ObjectNode.class::cast)
                    .findFirst()
                    .orElseGet(parties::addObject)
                    .set(USER, owner);
        }
    }

    /** Whom a party without a {@code userId} is, by its address, else by its number. */
    private static Optional<Handle> handle(JsonNode party) {
        if (party.hasNonNull(USER)) {
            return Optional.empty();
        }
        String address = party.path("emailAddress").textValue();
        String number = party.path("phoneNumber").textValue();
        return Optional.ofNullable(address)
                .flatMap(Handle::address)
                .or(() -> Optional.ofNullable(number).flatMap(Handle::phone));
    }
}
