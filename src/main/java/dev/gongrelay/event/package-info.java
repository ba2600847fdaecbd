/** Lambda events: which recordings they announce, and how their sender wants to be answered. */
@NullMarked
package dev.gongrelay.event;

import org.jspecify.annotations.NullMarked;
