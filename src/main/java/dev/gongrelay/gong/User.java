package dev.gongrelay.gong;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user as Gong lists them (Gong, "List users", 2026-07-05). Only the ID is checked.
 *
 * @param id Gong's, 1 to 20 digits
 * @param addresses the e-mail address, its aliases and the trusted address, as far as there are any
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
        boolean importsCalls) {}
