package dev.gongrelay.people;

import org.jspecify.annotations.Nullable;

/**
 * Somebody whom call details name without Gong's ID, for receipts only: {@code given} is personal.
 *
 * @param field that names the person first, such as {@code primaryUser} or {@code parties[1].userId}
 * @param given what the field says
 * @param userId Gong's ID, which replaced it; null if nobody was found
 * @param isDefault whether it is the default user's, because nobody was found
 */
public record Person(String field, String given, @Nullable String userId, boolean isDefault) {}
