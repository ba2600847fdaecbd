package dev.gongrelay.dns;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ConnectTimeoutException;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;

/** Resolves the host name of one connection on a worker thread, then connects. Each step has the connect timeout. */
@SuppressWarnings("FutureReturnValueIgnored") // the promise that is passed on reports the same
final class ResolvingHandler extends ChannelOutboundHandlerAdapter {
    private final NameResolver resolver;

    ResolvingHandler(NameResolver resolver) {
        this.resolver = resolver;
    }

    @Override
    public void connect(
            ChannelHandlerContext context, SocketAddress remote, SocketAddress local, ChannelPromise connected) {
        context.pipeline().remove(this);
        if (!(remote instanceof HostAddress host)) {
            context.connect(remote, local, connected);
            return;
        }
        int limitMillis = context.channel().config().getConnectTimeoutMillis();
        String slow = "resolving the host name " + host.name() + " took longer than " + limitMillis + " ms";
        Runnable giveUp = () -> connected.tryFailure(new ConnectTimeoutException(slow));
        var limit = context.executor().schedule(giveUp, limitMillis, TimeUnit.MILLISECONDS);
        connected.addListener(ignored -> limit.cancel(false));
        Infrastructure.getDefaultExecutor().execute(() -> {
            try {
                InetAddress address = resolver.resolve(host.name());
                context.executor().execute(() -> {
                    if (limit.cancel(false)) {
                        context.connect(new InetSocketAddress(address, host.port()), local, connected);
                    }
                });
            } catch (UnknownHostException e) {
                connected.tryFailure(new UnknownHostException("the host name cannot be resolved: " + e.getMessage()));
            }
        });
    }
}
