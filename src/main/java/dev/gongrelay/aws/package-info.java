/** The AWS SDK's clients, made once before the first event; a leaf that every stage may use. */
@NullMarked
package dev.gongrelay.aws;

import org.jspecify.annotations.NullMarked;
