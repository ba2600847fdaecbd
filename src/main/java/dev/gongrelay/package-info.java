/**
 * The relay itself: {@link dev.gongrelay.RelayHandler}, the Lambda entry, and {@link dev.gongrelay.Relay}, the way of
 * one recording.
 *
 * <p>The stages are packages of their own, in the order of that way: {@code event}, {@code source}, {@code recording},
 * {@code gong}, {@code people}, {@code receipt}. A stage imports only stages before it. Below all stages are
 * {@code failure}, {@code settings} and {@code time}; {@code telemetry}, {@code redelivery}, {@code check} and
 * {@code arrival} are used by the root, {@code aws}, {@code dns} and {@code tls} by whoever connects. {@code snapshot}
 * uses the root, before Lambda takes a snapshot.
 */
@NullMarked
package dev.gongrelay;

import org.jspecify.annotations.NullMarked;
