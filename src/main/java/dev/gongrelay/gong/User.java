package dev.gongrelay.gong;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.gongrelay.recording.Handle;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user as Gong lists them (Gong, "List users", 2026-07-05). Only the ID is checked.
 *
 * @param id Gong's, 1 to 20 digits
 * @param addresses the email address, its aliases and the trusted address, as far as there are any
 * @param phoneNumber in any notation, or null
 * @param active true also if Gong does not say
 * @param importsCalls whether telephony calls of this user may be imported; true also if Gong does not say
 */
public record User(
        String id,
        List<String> addresses,
        @Nullable String phoneNumber,
        @Nullable String extension,
        boolean active,
        boolean importsCalls) {
    /**
     * A user on a page; empty without a valid ID. A field of another type than Gong documents counts as absent,
     * but a user whose {@code active} is neither true nor null is inactive.
     */
    static Optional<User> of(JsonNode listed) {
        String id = text(listed.path("id"));
        if (id == null || !Gong.isId(id)) {
            return Optional.empty();
        }
        List<JsonNode> addresses = new ArrayList<>(List.of(listed.path("emailAddress")));
        if (listed.path("emailAliases") instanceof ArrayNode aliases) {
            aliases.forEach(addresses::add);
        }
        addresses.add(listed.path("trustedEmailAddress"));
        return Optional.of(new User(
                id,
                addresses.stream().map(User::text).filter(Objects::nonNull).toList(),
                text(listed.path("phoneNumber")),
                text(listed.path("extension")),
                !listed.hasNonNull("active") || listed.path("active").booleanValue(),
                !listed.path("settings").path("telephonyCallsImported").equals(BooleanNode.FALSE)));
    }

    /** The valid handles among the addresses, the phone number and the extension. */
    public Set<Handle> handles() {
        Set<Handle> handles = new LinkedHashSet<>();
        addresses.forEach(address -> Handle.address(address.strip()).ifPresent(handles::add));
        Optional.ofNullable(phoneNumber).flatMap(Handle::phone).ifPresent(handles::add);
        Optional.ofNullable(extension)
                .map(String::strip)
                .flatMap(Handle::extension)
                .ifPresent(handles::add);
        return handles;
    }

    /** Whether a text means this user: it is their ID or one of their handles. */
    public boolean isMeantBy(String text) {
        return text.equals(id) || Handle.of(text).filter(handles()::contains).isPresent();
    }

    private static @Nullable String text(JsonNode value) {
        return value.isTextual() || value.isIntegralNumber() ? value.asText() : null;
    }
}
