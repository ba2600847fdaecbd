/**
 * Runs the packaged function outside AWS as Lambda would: a process that polls the Runtime API. Shared by the tests of
 * the package, the benchmark and the demo.
 */
@NullMarked
package dev.gongrelay.lambda;

import org.jspecify.annotations.NullMarked;
