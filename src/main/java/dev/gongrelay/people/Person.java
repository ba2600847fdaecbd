package dev.gongrelay.people;

import org.jspecify.annotations.Nullable;

/**
 * Somebody whom call details name without Gong's ID. For receipts only, because {@code given} is personal.
 *
 * @param field the first field that names the person, such as {@code primaryUser} or {@code parties[1].userId}
 * @param given what the field says
 * @param userId Gong's ID, which replaced it; null if nobody was found
 * @param isDefault whether the ID is the default user's because nobody was found
 */
public record Person(String field, String given, @Nullable String userId, boolean isDefault) {}
