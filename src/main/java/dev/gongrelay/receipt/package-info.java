/**
 * What makes redelivery harmless: one small JSON object for each recording in a bucket of its own, written with S3's
 * conditional writes alone.
 */
@NullMarked
package dev.gongrelay.receipt;

import org.jspecify.annotations.NullMarked;
