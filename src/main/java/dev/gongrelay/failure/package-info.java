/** What can go wrong: the codes that people see, and the two kinds of exceptions that carry them. */
@NullMarked
package dev.gongrelay.failure;

import org.jspecify.annotations.NullMarked;
