@NullMarked
package dev.gongrelay.telemetry;

import org.jspecify.annotations.NullMarked;
