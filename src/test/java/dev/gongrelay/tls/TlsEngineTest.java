package dev.gongrelay.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.settings.RelayConfig.Tls.Engine;
import dev.gongrelay.simulator.Certificates;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.OpenSslContext;
import io.netty.handler.ssl.SslContext;
import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.TlsConfiguration;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.CompletionException;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.crac.Core;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsEngineTest {
    private static final Set<String> MODERN = Set.of("TLSv1.2", "TLSv1.3");

    private static final int CONNECTIONS = 30;
    private static final int FEW = 20;
    private static final byte[] REQUEST =
            "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(US_ASCII);

    private static Certificates certificates;
    private static Vertx vertx;

    @BeforeAll
    static void make_certificates() {
        certificates = Certificates.ofThisBuild();
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void is_boringssl_unless_the_setting_says_jdk() throws SSLException {
        assertThat(context(new TlsEngine(Engine.AUTO, trusting(certificates.authority()))))
                .isInstanceOf(OpenSslContext.class);
        assertThat(context(new TlsEngine(Engine.JDK, trusting(certificates.authority()))))
                .isInstanceOf(JdkSslContext.class);
    }

    @ParameterizedTest
    @EnumSource
    void has_its_context_made_before_the_first_connection(Engine engine) throws SSLException {
        TlsEngine tls = new TlsEngine(engine, trusting(certificates.authority()));

        assertThat(context(tls)).isSameAs(context(tls));
    }

    @ParameterizedTest
    @EnumSource
    void has_a_context_of_its_own_after_a_restore_from_a_snapshot(Engine engine) throws SSLException {
        TlsEngine tls = new TlsEngine(engine, trusting(certificates.authority()));
        SslContext before = context(tls);

        tls.afterRestore(Core.getGlobalContext());

        assertThat(context(tls)).isNotSameAs(before);
        assertThat(status(tls, server(Certificates.GOOD, MODERN))).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void trusts_others_from_now_on_in_clients_that_have_connected_before(Engine engine) throws Exception {
        TlsEngine tls = new TlsEngine(engine, trusting(certificates.authority()));
        HttpServer server = server(Certificates.GOOD, MODERN);
        HttpClient client = vertx.createHttpClient(tls.clientOptions().setKeepAlive(false));
        int before = status(client, server);

        tls.trustOnly(alone(Certificates.STRANGER));

        assertThat(before).isEqualTo(200);
        assertThatThrownBy(() -> status(client, server)).hasCauseInstanceOf(SSLHandshakeException.class);

        tls.trustOnly(null);

        assertThat(status(client, server)).isEqualTo(200);
        client.close();
    }

    private static SslContext context(TlsEngine tls) throws SSLException {
        SslContext given =
                tls.clientOptions().getSslEngineOptions().sslContextFactory().create();
        return ((CurrentContext) given).now();
    }

    @ParameterizedTest
    @EnumSource
    void connects_to_a_host_with_a_certificate_of_a_trusted_authority(Engine engine) {
        HttpServer server = server(Certificates.GOOD, MODERN);

        assertThat(status(engine, server)).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void refuses_a_certificate_of_another_host(Engine engine) {
        HttpServer server = server(Certificates.ELSEWHERE, MODERN);

        assertThatThrownBy(() -> status(engine, server))
                .hasCauseInstanceOf(SSLHandshakeException.class)
                .hasStackTraceContaining("localhost");
    }

    @ParameterizedTest
    @EnumSource
    void refuses_an_expired_certificate(Engine engine) {
        HttpServer server = server(Certificates.EXPIRED, MODERN);

        assertThatThrownBy(() -> status(engine, server))
                .hasCauseInstanceOf(SSLHandshakeException.class)
                .hasStackTraceContaining("CertificateExpiredException");
    }

    @ParameterizedTest
    @EnumSource
    void refuses_a_certificate_of_an_unknown_authority(Engine engine) {
        HttpServer server = server(Certificates.STRANGER, MODERN);

        assertThatThrownBy(() -> status(engine, server))
                .hasCauseInstanceOf(SSLHandshakeException.class)
                .hasStackTraceContaining("unable to find valid certification path");
    }

    @ParameterizedTest
    @EnumSource
    void trusts_only_the_systems_authorities_unless_told_otherwise(Engine engine) {
        HttpServer server = server(Certificates.GOOD, MODERN);
        TlsEngine tls = new TlsEngine(engine, new Trust(null, null));

        assertThatThrownBy(() -> status(tls, server))
                .hasCauseInstanceOf(SSLHandshakeException.class)
                .hasStackTraceContaining("unable to find valid certification path");
    }

    @ParameterizedTest
    @EnumSource
    void refuses_tls_1_1(Engine engine) {
        HttpServer server = server(Certificates.GOOD, Set.of("TLSv1.1"));

        assertThatThrownBy(() -> status(engine, server)).hasCauseInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void gives_the_same_trust_to_other_clients() throws Exception {
        SSLSocketFactory sockets = new TlsEngine(Engine.AUTO, trusting(certificates.authority())).socketFactory();

        assertThat(plainStatus(sockets, server(Certificates.GOOD, MODERN))).isEqualTo(200);
        HttpServer stranger = server(Certificates.STRANGER, MODERN);
        assertThatThrownBy(() -> plainStatus(sockets, stranger)).isInstanceOf(SSLHandshakeException.class);
        SSLSocketFactory systems = new TlsEngine(Engine.AUTO, new Trust(null, null)).socketFactory();
        HttpServer unknown = server(Certificates.GOOD, MODERN);
        assertThatThrownBy(() -> plainStatus(systems, unknown)).isInstanceOf(SSLHandshakeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void gives_the_same_versions_to_other_clients(String version) throws IOException {
        SSLSocketFactory sockets = new TlsEngine(Engine.AUTO, trusting(certificates.authority())).socketFactory();

        assertThat(((SSLSocket) sockets.createSocket()).getEnabledProtocols())
                .containsExactlyInAnyOrderElementsOf(MODERN);
        assertThat(plainStatus(sockets, server(Certificates.GOOD, Set.of(version))))
                .isEqualTo(200);
    }

    /** Each connection adds sessions, and a process that relays for hours makes thousands of connections. */
    @ParameterizedTest
    @EnumSource
    void keeps_few_sessions_however_many_connections_it_makes(Engine engine) throws IOException {
        TlsEngine tls = new TlsEngine(engine, trusting(certificates.authority()));
        HttpServer server = server(Certificates.GOOD, MODERN);

        for (int i = 0; i < CONNECTIONS; i++) {
            assertThat(status(tls, server)).isEqualTo(200);
        }

        assertThat(sessions(context(tls).sessionContext())).isBetween(1, FEW);
    }

    @Test
    void keeps_few_sessions_of_other_clients_too() throws IOException {
        SSLSocketFactory sockets = new TlsEngine(Engine.AUTO, trusting(certificates.authority())).socketFactory();
        HttpServer server = server(Certificates.GOOD, MODERN);

        int sessions = 0;
        for (int i = 0; i < CONNECTIONS; i++) {
            try (SSLSocket socket = (SSLSocket) sockets.createSocket("localhost", server.actualPort())) {
                socket.getOutputStream().write(REQUEST);
                assertThat(socket.getInputStream().readAllBytes()).startsWith("HTTP/1.1 200".getBytes(US_ASCII));
                sessions = sessions(socket.getSession().getSessionContext());
            }
        }

        assertThat(sessions).isBetween(1, FEW);
    }

    private static int sessions(SSLSessionContext context) {
        return Collections.list(context.getIds()).size();
    }

    private static int plainStatus(SSLSocketFactory sockets, HttpServer server) throws IOException {
        var connection = (HttpsURLConnection)
                URI.create("https://localhost:" + server.actualPort()).toURL().openConnection();
        connection.setSSLSocketFactory(sockets);
        return connection.getResponseCode();
    }

    private static int status(Engine engine, HttpServer server) {
        return status(new TlsEngine(engine, trusting(certificates.authority())), server);
    }

    /** @throws CompletionException of what the client met */
    private static int status(TlsEngine tls, HttpServer server) {
        HttpClient client = vertx.createHttpClient(tls.clientOptions());
        try {
            return status(client, server);
        } finally {
            client.close();
        }
    }

    private static int status(HttpClient client, HttpServer server) {
        return client.request(HttpMethod.GET, server.actualPort(), "localhost", "/")
                .compose(HttpClientRequest::send)
                .map(HttpClientResponse::statusCode)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** Served by BoringSSL, because the JDK does not serve TLS 1.1. */
    private static HttpServer server(String certificate, Set<String> protocols) {
        return vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setSslEngineOptions(new OpenSSLEngineOptions())
                        .setKeyCertOptions(certificates.server(certificate))
                        .setEnabledSecureTransportProtocols(protocols))
                .requestHandler(request -> request.response().end())
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static KeyStore alone(String certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(
                certificate,
                certificates.server(certificate).loadKeyStore(vertx).getCertificate(certificate));
        return trusted;
    }

    private static TlsConfiguration trusting(Path authority) {
        PemTrustOptions options = new PemTrustOptions().addCertPath(authority.toString());
        try {
            return new Trust(options, options.loadKeyStore(vertx));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Trust extends BaseTlsConfiguration {
        private final @Nullable TrustOptions options;
        private final @Nullable KeyStore store;

        Trust(@Nullable TrustOptions options, @Nullable KeyStore store) {
            this.options = options;
            this.store = store;
        }

        @Override
        public @Nullable TrustOptions getTrustStoreOptions() {
            return options;
        }

        @Override
        public @Nullable KeyStore getTrustStore() {
            return store;
        }

        @Override
        public SSLOptions getSSLOptions() {
            return new SSLOptions();
        }
    }
}
