package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.lambda.Reply;
import dev.gongrelay.simulator.Certificates;
import dev.gongrelay.simulator.Eventually;
import dev.gongrelay.simulator.Fault;
import dev.gongrelay.simulator.FaultyProxy;
import dev.gongrelay.simulator.GongUpload;
import dev.gongrelay.simulator.ProxyFault;
import dev.gongrelay.simulator.TlsFront;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Uploads over TLS at both ends, by each engine, while one of the ends is slow, silent or breaks: every byte arrives, in
 * less memory outside the heap than one recording has. What a fault left behind would soon fill that.
 */
class TlsUploadIT {
    /** More than the buffers of all sockets on the way hold. */
    private static final int SIZE = 24_000_000;

    /** A quarter of what the template gives. */
    private static final String[] LITTLE_MEMORY = {
        "-XX:MaxDirectMemorySize=8m", "-Dio.netty.leakDetection.level=paranoid"
    };

    private static final Scene SCENE = new Scene();
    private static final FaultyProxy SOURCE = FaultyProxy.inFrontOf(SCENE.s3());
    private static final Certificates CERTIFICATES = Certificates.ofThisBuild();
    private static final TlsFront S3 = new TlsFront(SOURCE.endpoint(), CERTIFICATES.server(Certificates.GOOD));
    private static final TlsFront GONG = new TlsFront(SCENE.gong().baseUrl(), CERTIFICATES.server(Certificates.GOOD));
    private static final Map<String, PackagedFunction> FUNCTIONS = new HashMap<>();

    @BeforeAll
    static void start() {
        for (String engine : new String[] {"auto", "jdk"}) {
            Map<String, String> settings = SCENE.settings(S3.endpoint(), GONG.endpoint());
            settings.put(
                    "QUARKUS_TLS_RELAY_TRUST_STORE_PEM_CERTS",
                    CERTIFICATES.authority().toString());
            settings.put("RELAY_TLS_ENGINE", engine);
            settings.put("RELAY_SOURCE_STALL_TIMEOUT", "PT1S");
            FUNCTIONS.put(engine, PackagedFunction.start(Artifact.given().with(LITTLE_MEMORY), settings));
        }
    }

    @AfterAll
    static void stop() {
        FUNCTIONS.values().forEach(PackagedFunction::close);
        GONG.close();
        S3.close();
        SOURCE.close();
        SCENE.close();
    }

    @AfterEach
    void nothing_leaks() {
        SCENE.gong().reset();
        SOURCE.reset();
        assertThat(FUNCTIONS.values())
                .allSatisfy(function -> assertThat(function.log())
                        .doesNotContain(
                                "LEAK",
                                "java.lang.OutOfMemoryError",
                                "OutOfDirectMemoryError",
                                "BoringSSL can't be loaded"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "jdk"})
    void goes_on_while_gong_reads_slowly(String engine) {
        SCENE.gong().failUploads(1, Fault.readSlowly(12_000_000));

        assertThat(relayed(engine, SCENE.record(SIZE))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "jdk"})
    void goes_on_when_gong_reads_again_after_a_pause(String engine) {
        String key = SCENE.record(SIZE);
        SCENE.gong().failUploads(1, Fault.stopReadingAfter(1_000_000));
        var reply = function(engine).send(Scene.notification(key), PackagedFunction.LONGEST);
        Eventually.until("Gong's silence", () -> SCENE.gong().isSilent());
        Eventually.unchanged("what S3 delivers", SOURCE::bodyBytesDelivered);

        SCENE.gong().resumeReading();

        assertWhole(key, reply.join());
        assertThat(SCENE.uploads(key)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "jdk"})
    void begins_again_when_gong_breaks_the_connection_half_way(String engine) {
        SCENE.gong().failUploads(1, Fault.resetAfter(SIZE / 2));

        assertThat(relayed(engine, SCENE.record(SIZE))).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "jdk"})
    void begins_again_when_gong_answers_early(String engine) {
        SCENE.gong().failUploads(1, Fault.answer(503));

        assertThat(relayed(engine, SCENE.record(SIZE))).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "jdk"})
    void resumes_when_s3_falls_silent_or_breaks_while_gong_reads_slowly(String engine) {
        SCENE.gong().failUploads(1, Fault.readSlowly(12_000_000));
        SOURCE.fail(1, Scene::readsAll, ProxyFault.silenceAfter(SIZE / 3));
        SOURCE.fail(1, UploadTest::isMedia, ProxyFault.resetAfter(SIZE / 3));

        assertThat(relayed(engine, SCENE.record(SIZE))).isEqualTo(1);
        assertThat(SOURCE.heads()).filteredOn(UploadTest::isMedia).hasSize(3);
    }

    /** How many uploads it took. */
    private static int relayed(String engine, String key) {
        assertWhole(key, function(engine).invoke(Scene.notification(key)));
        return SCENE.uploads(key).size();
    }

    private static void assertWhole(String key, Reply reply) {
        assertThat(reply.failed()).as(reply.body()).isFalse();
        assertThat(SCENE.media(key))
                .singleElement()
                .extracting(GongUpload::sha256)
                .isEqualTo(SCENE.sha256(key));
    }

    private static PackagedFunction function(String engine) {
        return Objects.requireNonNull(FUNCTIONS.get(engine));
    }
}
