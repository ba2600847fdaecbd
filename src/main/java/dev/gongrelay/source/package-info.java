/** What S3 has: an object's description, its sidecar, its media format, and its bytes as a stream that resumes. */
@NullMarked
package dev.gongrelay.source;

import org.jspecify.annotations.NullMarked;
