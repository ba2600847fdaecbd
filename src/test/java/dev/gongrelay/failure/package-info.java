@NullMarked
package dev.gongrelay.failure;

import org.jspecify.annotations.NullMarked;
