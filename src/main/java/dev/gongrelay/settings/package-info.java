/** Every setting of the relay, with the checks between them. The only package that reads the configuration. */
@NullMarked
package dev.gongrelay.settings;

import org.jspecify.annotations.NullMarked;
