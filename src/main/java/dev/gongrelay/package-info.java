/**
 * The relay itself: the Lambda entry, the pipeline that each recording goes through, its settings and its failures.
 *
 * <p>The stages are packages of their own, in the order of a recording's way: {@code event}, {@code recording},
 * {@code gong}, {@code receipt}. A stage imports only stages before it, and of this package only settings, failures
 * and the time left.
 */
@NullMarked
package dev.gongrelay;

import org.jspecify.annotations.NullMarked;
