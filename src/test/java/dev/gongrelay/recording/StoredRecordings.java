package dev.gongrelay.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gongrelay.TestSettings;
import dev.gongrelay.connect.TestContacts;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.source.S3Objects;
import dev.gongrelay.source.TestSource;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Recordings that a test stores in a real S3 and finds again. */
abstract class StoredRecordings {
    /** Complete details. */
    static final String COMPLETE = "{\"actualStart\":\"2026-11-22T20:32:00Z\",\"direction\":\"Inbound\","
            + "\"primaryUser\":\"234599484848423\",\"parties\":[{\"userId\":\"234599484848423\"}]}";

    @SuppressWarnings("NullAway.Init")
    private static Vertx vertx;

    final String key = UUID.randomUUID() + "/call.wav";
    final AtomicLong nanos = new AtomicLong();
    private final EmbeddedS3 embedded = EmbeddedS3.shared();
    private final S3Client s3 = embedded.client();

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    Recording find(String name) {
        return find(name, Map.of());
    }

    Recording find(String name, Map<String, String> settings) {
        return recordings(settings).find(reference(name));
    }

    RelayException failure(String name) {
        return failure(name, Map.of());
    }

    RelayException failure(String name, Map<String, String> settings) {
        return failure(recordings(settings), name);
    }

    static RelayException failure(Recordings recordings, String name) {
        return catchThrowableOfType(RelayException.class, () -> recordings.find(reference(name)));
    }

    Recordings recordings(Map<String, String> settings) {
        return recordingsAt(Instant.now(), settings);
    }

    Recordings recordingsAt(Instant now, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("relay.source.endpoint", embedded.endpoint().toString());
        RelayConfig config = TestSettings.with(all);
        S3Objects objects = TestSource.objects(s3, embedded.endpoint(), vertx, config);
        Mappings mappings = new Mappings(TestSource.mappings(s3), config, nanos::get);
        DetailReader details = new DetailReader(
                objects, mappings, TestContacts.none(config), config, Clock.fixed(now, ZoneOffset.UTC), nanos::get);
        return new Recordings(objects, details, config);
    }

    void put(String name, String text) {
        put(name, text.getBytes(UTF_8), Map.of());
    }

    void put(String name, byte[] bytes, Map<String, String> metadata) {
        s3.putObject(
                request -> request.bucket(EmbeddedS3.RECORDINGS).key(name).metadata(metadata),
                RequestBody.fromBytes(bytes));
    }

    static RecordingReference reference(String name) {
        return new RecordingReference(EmbeddedS3.RECORDINGS, name, null);
    }
}
