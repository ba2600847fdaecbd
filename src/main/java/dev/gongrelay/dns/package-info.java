/** Host names: resolved off the event loop, for every connection that Vert.x makes. */
@NullMarked
package dev.gongrelay.dns;

import org.jspecify.annotations.NullMarked;
