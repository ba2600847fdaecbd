package dev.gongrelay;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.recording.SampleMedia;
import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.GongSimulator;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

@QuarkusTest
@SuppressWarnings("NullAway.Init")
@QuarkusTestResource(Surroundings.class)
class RelayHandlerTest {
    private final S3Client s3 = EmbeddedS3.shared().client();
    private final String folder = UUID.randomUUID().toString();
    GongSimulator gong;

    @ConfigProperty(name = "quarkus-internal.aws-lambda.test-api")
    String eventServer;

    @BeforeEach
    void forget() {
        gong.reset();
    }

    @Test
    void relays_a_recording() {
        put(folder + "/call.wav", SampleMedia.wav(1_000_000, 1, 1));
        put(folder + "/call.wav.json", "{\"actualStart\":\"2026-11-22T20:32:00Z\"}");

        Response answer = send(notification(folder + "/call.wav"));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(gong.calls()).hasSize(1);
        assertThat(gong.uploads()).singleElement().satisfies(upload -> {
            assertThat(upload.accepted()).isTrue();
            assertThat(upload.bytes()).isEqualTo(1_000_000);
        });
    }

    private Response send(String event) {
        return given().body(event).contentType("application/json").post("http://" + eventServer);
    }

    private static String notification(String key) {
        return "{\"Records\":[{\"eventSource\":\"aws:s3\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"recordings\"},"
                + "\"object\":{\"key\":\"" + URLEncoder.encode(key, StandardCharsets.UTF_8) + "\"}}}]}";
    }

    private void put(String key, String text) {
        put(key, text.getBytes(StandardCharsets.UTF_8));
    }

    private void put(String key, byte[] bytes) {
        s3.putObject(
                request -> request.bucket(EmbeddedS3.RECORDINGS).key(key).metadata(Map.of()),
                RequestBody.fromBytes(bytes));
    }
}
