package dev.gongrelay.dns;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.vertx.core.impl.transports.JDKTransport;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Vert.x's transport, with connections that resolve their host names themselves. Servers stay as they are. */
final class ResolvingTransport extends JDKTransport {
    private final NameResolver resolver;

    ResolvingTransport(NameResolver resolver) {
        this.resolver = resolver;
    }

    /** The address of a connection, or a name that the connection resolves. */
    @Override
    public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
        SocketAddress converted = super.convert(address);
        return converted instanceof InetSocketAddress host && host.isUnresolved()
                ? new HostAddress(host.getHostString(), host.getPort())
                : converted;
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        ChannelFactory<? extends Channel> sockets = super.channelFactory(domainSocket);
        return () -> {
            Channel socket = sockets.newChannel();
            socket.pipeline().addLast(new ResolvingHandler(resolver));
            return socket;
        };
    }
}
