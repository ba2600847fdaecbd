package dev.gongrelay.people;

import dev.gongrelay.gong.GongAccount;
import dev.gongrelay.recording.Handle;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gong's active users at some time, by their handles.
 *
 * @param userIds by handle as text; {@link #SHARED} for a handle that several users have
 * @param withoutImport the IDs of users whose telephony calls may not be imported
 * @param userCount how many active users there are
 * @param account to which Gong listed them; null if an earlier version of the relay did not note it
 * @param time when Gong listed them
 */
record Directory(
        Map<String, String> userIds,
        Set<String> withoutImport,
        int userCount,
        @Nullable GongAccount account,
        Instant time) {
    /** Takes the place of an ID if several users have the handle. */
    static final String SHARED = "";

    /** The ID of the user with this handle; empty if nobody has it, or several do. */
    Optional<String> userId(Handle handle) {
        return Optional.ofNullable(userIds.get(handle.toString())).filter(id -> !id.equals(SHARED));
    }

    /** Whether several users have this handle. */
    boolean isShared(Handle handle) {
        return SHARED.equals(userIds.get(handle.toString()));
    }

    /** Whether calls of this user may be imported. */
    boolean mayImport(String userId) {
        return !withoutImport.contains(userId);
    }

    /** The same directory, listed at another time. */
    Directory at(Instant other) {
        return new Directory(userIds, withoutImport, userCount, account, other);
    }
}
