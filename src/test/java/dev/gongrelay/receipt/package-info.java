@NullMarked
package dev.gongrelay.receipt;

import org.jspecify.annotations.NullMarked;
