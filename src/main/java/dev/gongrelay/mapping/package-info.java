/**
 * The language of mappings: JSONata, bounded in time and memory, without functions whose result changes from day to
 * day. Knows nothing of recordings: the check of the settings uses it.
 */
@NullMarked
package dev.gongrelay.mapping;

import org.jspecify.annotations.NullMarked;
