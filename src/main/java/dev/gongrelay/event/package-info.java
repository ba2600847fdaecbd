/** Lambda events: which recordings they announce, and how to answer their senders. Start at {@code Envelopes}. */
@NullMarked
package dev.gongrelay.event;

import org.jspecify.annotations.NullMarked;
