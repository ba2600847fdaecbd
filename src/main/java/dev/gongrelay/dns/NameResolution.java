package dev.gongrelay.dns;

import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.spi.VertxServiceProvider;
import java.net.InetAddress;

/**
 * Lets Vert.x resolve host names on worker threads, by the system's resolver. Vert.x itself would ask that resolver on
 * the event loop, where a name server that does not answer holds up every connection.
 *
 * <p>Named in {@code META-INF/services}, where Quarkus finds it at build time, in native builds too.
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
