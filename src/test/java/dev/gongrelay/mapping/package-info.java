@NullMarked
package dev.gongrelay.mapping;

import org.jspecify.annotations.NullMarked;
