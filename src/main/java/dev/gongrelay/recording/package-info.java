@NullMarked
package dev.gongrelay.recording;

import org.jspecify.annotations.NullMarked;
