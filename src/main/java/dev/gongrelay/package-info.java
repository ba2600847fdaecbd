/**
 * The relay: {@link dev.gongrelay.RelayHandler}, which Lambda calls, and {@link dev.gongrelay.Relay}, which relays one
 * recording.
 *
 * <p>Each stage of relaying is a package: {@code event}, {@code source}, {@code recording} (with {@code mapping} and
 * {@code connect}), {@code gong}, {@code people}, {@code receipt}. A stage imports only stages before it. Below all
 * stages are {@code failure}, {@code settings} and {@code time}. The root uses {@code telemetry}, {@code redelivery},
 * {@code check} and {@code arrival}; whatever connects uses {@code aws}, {@code dns} and {@code tls}. {@code snapshot}
 * uses the root, before Lambda takes a snapshot.
 */
@NullMarked
package dev.gongrelay;

import org.jspecify.annotations.NullMarked;
