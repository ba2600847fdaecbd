/**
 * The language of mappings: JSONata, bounded in time and memory, and without the functions whose result differs from one
 * day to the next. Knows nothing of recordings, so that settings can be checked with it.
 */
@NullMarked
package dev.gongrelay.mapping;

import org.jspecify.annotations.NullMarked;
