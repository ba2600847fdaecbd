/** What somebody wants to know before anything happens: whether all is set up, and what would become of recordings. */
@NullMarked
package dev.gongrelay.check;

import org.jspecify.annotations.NullMarked;
