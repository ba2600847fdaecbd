package dev.gongrelay.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;

/** Passes new connections on to a TLS context that can be replaced: clients of Vert.x keep the one they get first. */
final class CurrentContext extends SslContext {
    private final Supplier<SslContext> first;
    private volatile @Nullable SslContext next;

    /** @param first gives the context until it is replaced */
    CurrentContext(Supplier<SslContext> first) {
        this.first = first;
    }

    /** What new connections use. */
    SslContext now() {
        SslContext changed = next;
        return changed == null ? first.get() : changed;
    }

    void become(SslContext context) {
        next = context;
    }

    @Override
    public boolean isClient() {
        return now().isClient();
    }

    @Override
    public List<String> cipherSuites() {
        return now().cipherSuites();
    }

    @Override
    @SuppressWarnings("deprecation") // every context has to have one
    public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
        return now().applicationProtocolNegotiator();
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator buffers) {
        return now().newEngine(buffers);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator buffers, String host, int port) {
        return now().newEngine(buffers, host, port);
    }

    @Override
    public SSLSessionContext sessionContext() {
        return now().sessionContext();
    }

    /** Passed on, because the handlers that a context makes itself take less CPU. */
    @Override
    protected SslHandler newHandler(ByteBufAllocator buffers, boolean startTls, Executor tasks) {
        return now().newHandler(buffers, tasks);
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator buffers, String host, int port, boolean startTls, Executor tasks) {
        return now().newHandler(buffers, host, port, tasks);
    }
}
