/** Amazon Connect: the contact behind a recording, and the agent who spoke, by Connect's API. */
@NullMarked
package dev.gongrelay.connect;

import org.jspecify.annotations.NullMarked;
