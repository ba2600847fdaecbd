/**
 * What a recording is: its media, and its call details, which are gathered layer by layer, checked, and reported where
 * they are wrong.
 */
@NullMarked
package dev.gongrelay.recording;

import org.jspecify.annotations.NullMarked;
