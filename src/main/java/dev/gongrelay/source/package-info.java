/**
 * The objects in S3: an object's description, sidecar and media format ({@code S3Objects}), and its bytes as a stream
 * that resumes ({@code Media}). {@code S3Meaning} decides what S3's refusals mean.
 */
@NullMarked
package dev.gongrelay.source;

import org.jspecify.annotations.NullMarked;
