/**
 * Finds the Gong users whom call details name by email address, extension or phone number, in Gong's list of users. The
 * list is kept beside the receipts.
 */
@NullMarked
package dev.gongrelay.people;

import org.jspecify.annotations.NullMarked;
