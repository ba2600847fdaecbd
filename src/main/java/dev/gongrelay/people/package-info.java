/**
 * Who is meant: finds the Gong users whom call details name by an e-mail address, an extension or a phone number, in
 * Gong's list of users, which is kept beside the receipts.
 */
@NullMarked
package dev.gongrelay.people;

import org.jspecify.annotations.NullMarked;
