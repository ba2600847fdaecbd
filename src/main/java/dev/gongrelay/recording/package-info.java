/** Recordings in S3: what counts as one, its call's details, and its bytes as a stream. */
@NullMarked
package dev.gongrelay.recording;

import org.jspecify.annotations.NullMarked;
