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
 * TLS of every connection: by BoringSSL, for half the CPU of the JDK's; by the JDK's where the setting says so or where
 * the library can't be loaded. Both check certificate and host name, and speak TLS 1.2 and 1.3 only.
 *
 * <p>Whom to trust is said by the TLS configuration named {@code relay}: the system's certificate authorities, or those
 * of the PEM files in {@code QUARKUS_TLS_RELAY_TRUST_STORE_PEM_CERTS}.
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
     * Kept to open connections sooner: each one brings some and takes one. Both libraries keep 20,480 unless told
     * otherwise, 4 KB each.
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

    /** What encrypts and decrypts, for people. */
    public String description() {
        return loaded().library() instanceof OpenSSLEngineOptions
                ? "BoringSSL"
                : "the JDK's TLS, which takes twice the CPU";
    }

    /** New options, with engine and trust set, for a client that reads or writes much. */
    public HttpClientOptions clientOptions() {
        HttpClientOptions options = new HttpClientOptions();
        TlsConfigUtils.configure(options, configuration);
        options.setSslEngineOptions(engine);
        return options;
    }

    /** The same, as a REST client asks for it; an answer's head may be as large as gateways make it. */
    @Override
    public HttpClientOptions getContext(Class<?> type) {
        return clientOptions().setMaxHeaderSize(LARGEST_HEAD_BYTES);
    }

    /** New sockets with the same trust and versions, by the JDK, for a client that knows nothing of Vert.x. */
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

    /** Trusts these alone in connections made from now on; null for whom the settings say. */
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
            throw new IllegalStateException("The trust store of the TLS configuration " + CONFIGURATION, e);
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

    /** Nothing is connected then, and no credentials are fetched; the snapshot has the library. */
    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        ready();
    }

    /** What the library drew at random for the snapshot's context is not used by everyone restored from it. */
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
     * @param library that which the setting wants, or the JDK's
     * @param context the first one, for connections
     */
    private record Loaded(SSLEngineOptions library, SslContext context) {}

    /** Gives the context that is there, where Vert.x would make one for each client with its first connection. */
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
