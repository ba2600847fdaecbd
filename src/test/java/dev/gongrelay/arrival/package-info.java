@NullMarked
package dev.gongrelay.arrival;

import org.jspecify.annotations.NullMarked;
