/** Prepares the JVM package for Lambda's snapshot (SnapStart). Not in native executables. */
@NullMarked
package dev.gongrelay.snapshot;

import org.jspecify.annotations.NullMarked;
