/** How connections are secured; a leaf for whatever opens one. */
@NullMarked
package dev.gongrelay.tls;

import org.jspecify.annotations.NullMarked;
