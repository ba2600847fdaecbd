/** What happens to a delivery that failed: returned to its queue, or sent to the dead-letter queue. */
@NullMarked
package dev.gongrelay.redelivery;

import org.jspecify.annotations.NullMarked;
