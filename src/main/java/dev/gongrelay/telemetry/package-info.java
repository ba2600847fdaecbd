/** What the relay tells CloudWatch about its work. */
@NullMarked
package dev.gongrelay.telemetry;

import org.jspecify.annotations.NullMarked;
