/** How connections are secured: BoringSSL or the JDK's TLS, and whom to trust. */
@NullMarked
package dev.gongrelay.tls;

import org.jspecify.annotations.NullMarked;
