/** The demo: the packaged function relays a recording from an S3 to a Gong, all on this machine. */
@NullMarked
package dev.gongrelay.demo;

import org.jspecify.annotations.NullMarked;
