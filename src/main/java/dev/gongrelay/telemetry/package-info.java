/** What became of a recording, and how people learn of it: one log line and one line of metrics for each. */
@NullMarked
package dev.gongrelay.telemetry;

import org.jspecify.annotations.NullMarked;
