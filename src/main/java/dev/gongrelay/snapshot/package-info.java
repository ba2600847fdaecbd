/** What is done before Lambda takes a snapshot of the JVM package (SnapStart); not in native executables. */
@NullMarked
package dev.gongrelay.snapshot;

import org.jspecify.annotations.NullMarked;
