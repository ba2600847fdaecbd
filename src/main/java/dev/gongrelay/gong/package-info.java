/**
 * Gong's API: {@code Gong} registers calls and uploads recordings; {@code GongAnswer} and {@code GongWords} know what
 * Gong's answers mean; {@code Attempt} ends a request that stalls.
 */
@NullMarked
package dev.gongrelay.gong;

import org.jspecify.annotations.NullMarked;
