/** What can go wrong: the codes that people see, and the two exceptions that carry them: transient and permanent. */
@NullMarked
package dev.gongrelay.failure;

import org.jspecify.annotations.NullMarked;
