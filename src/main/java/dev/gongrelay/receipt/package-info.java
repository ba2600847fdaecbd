/** What makes redelivery harmless: one small JSON object for each recording, written with S3's conditional writes. */
@NullMarked
package dev.gongrelay.receipt;

import org.jspecify.annotations.NullMarked;
