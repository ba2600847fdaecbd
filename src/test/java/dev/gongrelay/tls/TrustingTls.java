package dev.gongrelay.tls;

import dev.gongrelay.settings.RelayConfig.Tls.Engine;
import io.quarkus.tls.BaseTlsConfiguration;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TrustOptions;
import java.nio.file.Path;
import java.security.KeyStore;

/** The relay's TLS with trust in one authority, for tests of the stages that connect. */
public final class TrustingTls {
    private TrustingTls() {}

    /** The options of a client, by this engine. */
    public static HttpClientOptions clientOptions(Vertx vertx, Engine engine, Path authority) {
        PemTrustOptions trust = new PemTrustOptions().addCertPath(authority.toString());
        try {
            return new TlsEngine(engine, new Trust(trust, trust.loadKeyStore(vertx))).clientOptions();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Trust extends BaseTlsConfiguration {
        private final TrustOptions options;
        private final KeyStore store;

        Trust(TrustOptions options, KeyStore store) {
            this.options = options;
            this.store = store;
        }

        @Override
        public TrustOptions getTrustStoreOptions() {
            return options;
        }

        @Override
        public KeyStore getTrustStore() {
            return store;
        }

        @Override
        public SSLOptions getSSLOptions() {
            return new SSLOptions();
        }
    }
}
