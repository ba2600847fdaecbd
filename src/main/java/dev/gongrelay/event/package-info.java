@NullMarked
package dev.gongrelay.event;

import org.jspecify.annotations.NullMarked;
