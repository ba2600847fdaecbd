package dev.gongrelay.tls;

import dev.gongrelay.settings.RelayConfig;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.quarkus.runtime.Startup;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ext.ContextResolver;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of every connection: BoringSSL, which takes half the CPU of the JDK's TLS; or the JDK's, if the setting says so
 * or BoringSSL can't be loaded. Both check certificate and host name, and speak only TLS 1.2 and 1.3.
 *
 * <p>The TLS configuration named {@code relay} says whom to trust: the system's certificate authorities, or those of the
 * PEM files in {@code QUARKUS_TLS_RELAY_TRUST_STORE_PEM_CERTS}.
 *
 * <p>The library is loaded on a thread of its own while the function starts; {@link #ready} waits for it, before the first
 * event. All connections share one TLS context. Functions that Lambda restores from one snapshot (SnapStart) do not share
 * it: each creates its own.
 */
@Startup
@Singleton
public class TlsEngine implements ContextResolver<HttpClientOptions>, Resource {
    private static final String CONFIGURATION = "relay";
    private static final int LARGEST_HEAD_BYTES = 64 * 1024;
    /**
     * Sessions are kept to open connections faster; each connection adds some and uses one. By default, both libraries
     * keep 20,480, of 4 KB each.
     */
    private static final int MOST_SESSIONS = 20;

    private static final Logger LOG = Logger.getLogger(TlsEngine.class);

    private final TlsConfiguration configuration;
    private volatile @Nullable TrustManagerFactory trust;
    private final FutureTask<Loaded> loading;
    private final ReadyEngine engine;

    @Inject
    TlsEngine(RelayConfig config, TlsConfigurationRegistry registry) {
        this(config.tls().engine(), registry.get(CONFIGURATION).orElseThrow());
        Core.getGlobalContext().register(this);
    }

    TlsEngine(RelayConfig.Tls.Engine wanted, TlsConfiguration configuration) {
        this.configuration = configuration;
        this.trust = trust(configuration.getTrustStore());
        this.loading = new FutureTask<>(() -> load(wanted));
        this.engine = new ReadyEngine(new CurrentContext(() -> loaded().context()));
        Thread thread = new Thread(loading, "TLS");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Waits until connections can be made, so that no event loop has to.
     *
     * @throws IllegalStateException if TLS can't be used
     */
    public void ready() {
        loaded();
    }

    /** The implementation in use, for people. */
    public String description() {
        return loaded().library() instanceof OpenSSLEngineOptions
                ? "BoringSSL"
                : "the JDK's TLS, which takes twice the CPU";
    }

    /** New options, with engine and trust set, for a client of Vert.x. */
    public HttpClientOptions clientOptions() {
        HttpClientOptions options = new HttpClientOptions();
        TlsConfigUtils.configure(options, configuration);
        options.setSslEngineOptions(engine);
        return options;
    }

    /** New options for a REST client, with room for the large response heads of gateways. */
    @Override
    public HttpClientOptions getContext(Class<?> type) {
        return clientOptions().setMaxHeaderSize(LARGEST_HEAD_BYTES);
    }

    /** A factory of the JDK's sockets with the same trust and versions, for a client without Vert.x. */
    public SSLSocketFactory socketFactory() {
        TrustManagerFactory trusted = trust;
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trusted == null ? null : trusted.getTrustManagers(), null);
            context.getClientSessionContext().setSessionCacheSize(MOST_SESSIONS);
            Set<String> versions = configuration.getSSLOptions().getEnabledSecureTransportProtocols();
            return new VersionedSockets(context.getSocketFactory(), versions.toArray(String[]::new));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS can't be used", e);
        }
    }

    /** Trusts only these authorities in new connections, or those of the settings again if null. */
    public void trustOnly(@Nullable KeyStore authorities) {
        trust = trust(authorities == null ? configuration.getTrustStore() : authorities);
        engine.context.become(newContext(loaded().library()));
    }

    private Loaded loaded() {
        try {
            return loading.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("TLS can't be used", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The wait for TLS was interrupted", e);
        }
    }

    private Loaded load(RelayConfig.Tls.Engine wanted) {
        SSLEngineOptions library = choose(wanted);
        return new Loaded(library, newContext(library));
    }

    private static @Nullable TrustManagerFactory trust(@Nullable KeyStore trusted) {
        if (trusted == null) {
            return null;
        }
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            return factory;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "The trust store of the TLS configuration " + CONFIGURATION + " can't be used", e);
        }
    }

    private static SSLEngineOptions choose(RelayConfig.Tls.Engine wanted) {
        if (wanted == RelayConfig.Tls.Engine.JDK) {
            return new JdkSSLEngineOptions();
        }
        if (OpenSSLEngineOptions.isAvailable()) {
            return new OpenSSLEngineOptions();
        }
        LOG.warnf("TLS takes twice the CPU, because BoringSSL can't be loaded: %s", OpenSsl.unavailabilityCause());
        return new JdkSSLEngineOptions();
    }

    /** Loads the library into the snapshot, without a connection or credentials. */
    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        ready();
    }

    /** Replaces the context, whose random numbers all functions restored from the snapshot would share. */
    @Override
    public void afterRestore(Context<? extends Resource> context) {
        engine.context.become(newContext(loaded().library()));
        LOG.info("Restored from a snapshot, with new TLS state");
    }

    private SslContext newContext(SSLEngineOptions library) {
        TrustManagerFactory trusted = trust;
        try {
            SslContextFactory factory = library.sslContextFactory()
                    .forClient(true)
                    .enabledCipherSuites(configuration.getSSLOptions().getEnabledCipherSuites());
            if (trusted != null) {
                factory.trustManagerFactory(trusted);
            }
            SslContext context = factory.create();
            context.sessionContext().setSessionCacheSize(MOST_SESSIONS);
            return context;
        } catch (SSLException e) {
            throw new IllegalStateException("TLS can't be used", e);
        }
    }

    /**
     * What was loaded.
     *
     * @param library the one that the setting wants, or the JDK's
     * @param context for connections, until it is replaced
     */
    private record Loaded(SSLEngineOptions library, SslContext context) {}

    /** Gives every client the one context; Vert.x would create one for each client's first connection. */
    private static final class ReadyEngine extends SSLEngineOptions {
        private final CurrentContext context;

        ReadyEngine(CurrentContext context) {
            this.context = context;
        }

        @Override
        public SSLEngineOptions copy() {
            return this;
        }

        @Override
        public SslContextFactory sslContextFactory() {
            return () -> context;
        }
    }
}
