/** Checks without effect: whether all is set up, and what would become of recordings if their events came now. */
@NullMarked
package dev.gongrelay.check;

import org.jspecify.annotations.NullMarked;
