package dev.gongrelay.dns;

import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.spi.VertxServiceProvider;
import java.net.InetAddress;

/**
 * Has Vert.x resolve host names on worker threads, by the system's own resolver. On its own it would ask that resolver
 * on the event loop, and a name server that does not answer would hold up every connection.
 *
 * <p>Named in {@code META-INF/services}: Quarkus finds it there when the application is built, in native builds too,
 * and makes a new one for its Vert.x.
 */
public final class NameResolution implements VertxServiceProvider {
    private final NameResolver resolver;

    /** With the system's resolver: {@code /etc/hosts}, name servers and search domains as configured there. */
    public NameResolution() {
        this(InetAddress::getByName);
    }

    NameResolution(NameResolver resolver) {
        this.resolver = resolver;
    }

    @Override
    public void init(VertxBuilder builder) {
        builder.findTransport(new ResolvingTransport(resolver));
    }
}
