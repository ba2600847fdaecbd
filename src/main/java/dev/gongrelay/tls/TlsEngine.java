package dev.gongrelay.tls;

import dev.gongrelay.RelayConfig;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import io.quarkus.runtime.Startup;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SSLEngineOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ext.ContextResolver;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * TLS of every connection: by BoringSSL, for half the CPU of the JDK's; by the JDK's where the setting says so or where
 * the library can't be loaded. Both check certificate and host name, and speak TLS 1.2 and 1.3 only.
 *
 * <p>Whom to trust is said by the TLS configuration named {@code relay}: the system's certificate authorities, or those
 * of the PEM files in {@code QUARKUS_TLS_RELAY_TRUST_STORE_PEM_CERTS}.
 *
 * <p>Made before the first event, with the library loaded.
 */
@Startup
@Singleton
public class TlsEngine implements ContextResolver<HttpClientOptions> {
    private static final String CONFIGURATION = "relay";
    private static final Logger LOG = Logger.getLogger(TlsEngine.class);

    private final TlsConfiguration configuration;
    private final SSLEngineOptions engine;

    @Inject
    TlsEngine(RelayConfig config, TlsConfigurationRegistry registry) {
        this(config.tls().engine(), registry.get(CONFIGURATION).orElseThrow());
    }

    TlsEngine(RelayConfig.Tls.Engine wanted, TlsConfiguration configuration) {
        this.configuration = configuration;
        this.engine = choose(wanted);
        warmUp();
    }

    /** New options, with engine and trust set, for a client that reads or writes much. */
    public HttpClientOptions clientOptions() {
        HttpClientOptions options = new HttpClientOptions();
        TlsConfigUtils.configure(options, configuration);
        options.setSslEngineOptions(engine);
        return options;
    }

    /** The same, as a REST client asks for it. */
    @Override
    public HttpClientOptions getContext(Class<?> type) {
        return clientOptions();
    }

    /** The same trust for a client that knows nothing of Vert.x; null for the system's. */
    public TrustManager @Nullable [] trustManagers() {
        KeyStore trusted = configuration.getTrustStore();
        if (trusted == null) {
            return null;
        }
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            return factory.getTrustManagers();
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

    /** Loads what the first connection would otherwise have to. */
    private void warmUp() {
        try {
            SslContext context = engine.sslContextFactory().forClient(true).create();
            SSLEngine first = context.newEngine(UnpooledByteBufAllocator.DEFAULT);
            ReferenceCountUtil.release(first);
            ReferenceCountUtil.release(context);
        } catch (SSLException e) {
            throw new IllegalStateException("TLS can't be used", e);
        }
    }
}
