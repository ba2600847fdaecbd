/** Makes redelivery harmless: keeps a receipt for each recording, a small JSON object, with S3's conditional writes. */
@NullMarked
package dev.gongrelay.receipt;

import org.jspecify.annotations.NullMarked;
