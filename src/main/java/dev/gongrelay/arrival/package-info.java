/**
 * Proof of arrival: whether Gong, which processes for a while and discards some recordings without a word, lists the
 * calls of those that were relayed.
 */
@NullMarked
package dev.gongrelay.arrival;

import org.jspecify.annotations.NullMarked;
