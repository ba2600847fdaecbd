/**
 * The language of mappings: JSONata with limited time and memory, and without functions whose results change from day to
 * day. Knows nothing of recordings, because the check of the settings uses it.
 */
@NullMarked
package dev.gongrelay.mapping;

import org.jspecify.annotations.NullMarked;
