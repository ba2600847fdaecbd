@NullMarked
package dev.gongrelay.people;

import org.jspecify.annotations.NullMarked;
