/** What a recording is: its call details, gathered layer by layer and checked, and its media. */
@NullMarked
package dev.gongrelay.recording;

import org.jspecify.annotations.NullMarked;
