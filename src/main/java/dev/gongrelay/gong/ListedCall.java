package dev.gongrelay.gong;

import org.jspecify.annotations.Nullable;

/**
 * A call that Gong has processed.
 *
 * @param callId 1 to 20 digits
 * @param durationSeconds how long it is, as Gong measured it; null if Gong did not say
 */
public record ListedCall(String callId, @Nullable Long durationSeconds) {}
