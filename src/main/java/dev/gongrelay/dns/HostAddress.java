package dev.gongrelay.dns;

import java.net.SocketAddress;

/** A host name that is not resolved yet. Not an {@code InetSocketAddress}, which Netty would resolve itself. */
final class HostAddress extends SocketAddress {
    private static final long serialVersionUID = 1;

    private final String name;
    private final int port;

    HostAddress(String name, int port) {
        this.name = name;
        this.port = port;
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    @Override
    public String toString() {
        return name + ":" + port;
    }
}
