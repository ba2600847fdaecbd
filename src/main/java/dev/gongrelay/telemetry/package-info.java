/** What became of a recording, as one log line and one line of metrics. */
@NullMarked
package dev.gongrelay.telemetry;

import org.jspecify.annotations.NullMarked;
