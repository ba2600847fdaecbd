package dev.gongrelay.gong;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user of the company as Gong lists them (Gong, "List users", 2026-07-05). Nothing is checked but the id.
 *
 * @param id Gong's, 1 to 20 digits
 * @param addresses the e-mail address, its aliases and the trusted address, as far as there are any
 * @param phoneNumber in any notation; null if there is none
 * @param extension null if there is none
 * @param active whether the user is one at present; also if Gong does not say
 * @param importsCalls whether telephony calls of this user may be imported; also if Gong does not say
 */
public record User(
        String id,
        List<String> addresses,
        @Nullable String phoneNumber,
        @Nullable String extension,
        boolean active,
        boolean importsCalls) {}
