/** The etiquette of queues: giving a message back for later, and putting a hopeless one aside. */
@NullMarked
package dev.gongrelay.delivery;

import org.jspecify.annotations.NullMarked;
