package dev.gongrelay;

import static dev.gongrelay.tls.ClientHello.TLS_1_2;
import static dev.gongrelay.tls.ClientHello.TLS_1_3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.lambda.Reply;
import dev.gongrelay.simulator.Certificates;
import dev.gongrelay.simulator.TlsFront;
import dev.gongrelay.tls.ClientHello;
import dev.gongrelay.tls.TlsTap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The versions of TLS that the package speaks, by each engine, to S3 (its small requests and the media) and to Gong; and
 * whom it trusts.
 */
class TlsVersionsIT {
    private static final String BOTH = "TLSv1.2,TLSv1.3";
    private static final int SIZE = 200_000;

    private static final Scene SCENE = new Scene();
    private static final TlsTap S3 = new TlsTap();
    private static final TlsTap GONG = new TlsTap();
    private static final Map<String, PackagedFunction> FUNCTIONS = new HashMap<>();

    private static final Certificates CERTIFICATES = Certificates.ofThisBuild();

    @BeforeAll
    static void start() {
        for (String engine : new String[] {"auto", "jdk"}) {
            Map<String, String> settings = SCENE.settings(S3.endpoint(), GONG.endpoint());
            settings.put(
                    "QUARKUS_TLS_RELAY_TRUST_STORE_PEM_CERTS",
                    CERTIFICATES.authority().toString());
            settings.put("RELAY_TLS_ENGINE", engine);
            settings.put("RELAY_GONG_RETRIES", "0");
            FUNCTIONS.put(engine, PackagedFunction.start(Artifact.given(), settings));
        }
    }

    @AfterAll
    static void stop() {
        FUNCTIONS.values().forEach(PackagedFunction::close);
        S3.close();
        GONG.close();
        SCENE.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "jdk"})
    void offers_tls_1_2_and_1_3_and_nothing_else_to_s3_and_to_gong(String engine) {
        String key = SCENE.record(SIZE);

        Reply reply = relay(engine, key, BOTH, BOTH);

        assertThat(reply.failed()).as(reply.body()).isFalse();
        assertThat(SCENE.media(key)).hasSize(1);
        // The media has a connection of its own.
        assertThat(S3.hellos()).hasSizeGreaterThan(1).allSatisfy(TlsVersionsIT::offersBoth);
        assertThat(GONG.hellos()).isNotEmpty().allSatisfy(TlsVersionsIT::offersBoth);
        assertThat(function(engine).log()).doesNotContain("BoringSSL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "jdk"})
    void sends_nothing_to_a_gong_for_which_nobody_vouches_who_is_trusted(String engine) {
        String key = SCENE.record(SIZE);
        int requests = SCENE.gong().requests().size();

        Reply deceived = relay(engine, key, BOTH, BOTH, Certificates.STRANGER);

        assertThat(deceived.failed()).isTrue();
        assertThat(deceived.body()).contains("gong-unreachable");
        assertThat(SCENE.gong().requests()).hasSize(requests);

        Reply reply = relay(engine, key, BOTH, BOTH);

        assertThat(reply.failed()).as(reply.body()).isFalse();
        assertThat(SCENE.media(key)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"auto,TLSv1.2", "auto,TLSv1.3", "jdk,TLSv1.2", "jdk,TLSv1.3"})
    void relays_where_both_ends_speak_only_one_of_them(String engine, String version) {
        String key = SCENE.record(SIZE);

        Reply reply = relay(engine, key, version, version);

        assertThat(reply.failed()).as(reply.body()).isFalse();
        assertThat(SCENE.media(key)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "jdk"})
    void sends_nothing_to_a_gong_that_speaks_tls_1_1(String engine) {
        String key = SCENE.record(SIZE);

        Reply reply = relay(engine, key, BOTH, "TLSv1.1");

        assertThat(reply.body()).contains("gong-unreachable");
        assertThat(SCENE.calls(key)).isEmpty();
        assertThat(GONG.hellos()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "jdk"})
    void reads_nothing_from_an_s3_that_speaks_tls_1_1(String engine) {
        String key = SCENE.record(SIZE);

        Reply reply = relay(engine, key, "TLSv1.1", BOTH);

        assertThat(reply.body()).contains("receipt-unavailable");
        assertThat(S3.hellos()).isNotEmpty();
        assertThat(GONG.hellos()).isEmpty();
    }

    private static Reply relay(String engine, String key, String s3Versions, String gongVersions) {
        return relay(engine, key, s3Versions, gongVersions, Certificates.GOOD);
    }

    private static Reply relay(
            String engine, String key, String s3Versions, String gongVersions, String gongCertificate) {
        try (TlsFront s3 = new TlsFront(
                        SCENE.s3(), CERTIFICATES.server(Certificates.GOOD), List.of(s3Versions.split(",")));
                TlsFront gong = new TlsFront(
                        SCENE.gong().baseUrl(),
                        CERTIFICATES.server(gongCertificate),
                        List.of(gongVersions.split(",")))) {
            S3.leadTo(s3.endpoint());
            GONG.leadTo(gong.endpoint());
            return function(engine).invoke(Scene.notification(key));
        }
    }

    private static PackagedFunction function(String engine) {
        return Objects.requireNonNull(FUNCTIONS.get(engine));
    }

    private static void offersBoth(ClientHello hello) {
        assertThat(hello.versions()).containsExactlyInAnyOrder(TLS_1_2, TLS_1_3);
    }
}
