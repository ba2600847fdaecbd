/** The AWS SDK's clients, made once before the first event. Every stage may use them. */
@NullMarked
package dev.gongrelay.aws;

import org.jspecify.annotations.NullMarked;
