/** Tests of the SDK's clients. */
@NullMarked
package dev.gongrelay.aws;

import org.jspecify.annotations.NullMarked;
