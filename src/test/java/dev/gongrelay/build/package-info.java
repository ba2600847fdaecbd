/** What the build makes of the relay, held against what it depends on. */
@NullMarked
package dev.gongrelay.build;

import org.jspecify.annotations.NullMarked;
