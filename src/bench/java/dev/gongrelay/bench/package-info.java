/** What a recording costs: the packaged function measured beside what people would otherwise use. */
@NullMarked
package dev.gongrelay.bench;

import org.jspecify.annotations.NullMarked;
