/** What happens to a delivery that failed: back to its queue for later, or into the dead-letter queue. */
@NullMarked
package dev.gongrelay.redelivery;

import org.jspecify.annotations.NullMarked;
