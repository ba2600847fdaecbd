@NullMarked
package dev.gongrelay.gong;

import org.jspecify.annotations.NullMarked;
