@NullMarked
package dev.gongrelay.connect;

import org.jspecify.annotations.NullMarked;
