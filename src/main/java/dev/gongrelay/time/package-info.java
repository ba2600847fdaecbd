/** Time: what is left of the invocation, how long to wait before trying again, and the clocks, which tests replace. */
@NullMarked
package dev.gongrelay.time;

import org.jspecify.annotations.NullMarked;
