/**
 * Gong's API: {@code Gong} registers calls, uploads recordings, and lists users and calls. {@code GongAnswer} and
 * {@code GongWords} know what Gong's errors mean; {@code Attempt} ends a request that stalls.
 */
@NullMarked
package dev.gongrelay.gong;

import org.jspecify.annotations.NullMarked;
