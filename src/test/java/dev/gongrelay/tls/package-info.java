@NullMarked
package dev.gongrelay.tls;

import org.jspecify.annotations.NullMarked;
