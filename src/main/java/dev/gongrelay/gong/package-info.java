/** Gong's API: registering calls, uploading recordings, and what Gong's answers mean. */
@NullMarked
package dev.gongrelay.gong;

import org.jspecify.annotations.NullMarked;
