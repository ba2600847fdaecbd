/**
 * Proof of arrival: finds out whether Gong lists the calls of relayed recordings. Gong takes a while to process them, and
 * discards some without telling.
 */
@NullMarked
package dev.gongrelay.arrival;

import org.jspecify.annotations.NullMarked;
