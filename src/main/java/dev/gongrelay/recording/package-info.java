/**
 * What a recording is: its media and its call details. {@code DetailReader} gathers the details layer by layer, the
 * sidecar among them; {@code DetailParser} and {@code DetailRules} check them; {@code DetailProblems} reports what is
 * wrong.
 */
@NullMarked
package dev.gongrelay.recording;

import org.jspecify.annotations.NullMarked;
