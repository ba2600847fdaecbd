package dev.gongrelay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.event.ArrivalNotice;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.event.SampleEvents;
import dev.gongrelay.event.TestEnvelopes;
import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.lambda.Reply;
import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.Endpoint;
import dev.gongrelay.simulator.SampleMedia;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * As many calls as Gong takes in a day (with {@code -Psoak}), confirmed by the packaged function in the heap that a
 * native executable has.
 */
class ManyArrivalsIT {
    private static final int CALLS = Boolean.getBoolean("soak") ? 5000 : 200;
    private static final int BATCH = 100;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void confirms_a_days_calls_with_one_request_to_gong_for_each_hundred() throws Exception {
        try (Scene scene = new Scene();
                S3Client s3 = EmbeddedS3.shared().client()) {
            Map<String, String> settings =
                    scene.settings(scene.s3(), scene.gong().baseUrl());
            settings.put("RELAY_ARRIVALS_QUEUE_URL", "http://127.0.0.1:1/000000000000/arrivals");
            String receipts = settings.getOrDefault("RELAY_RECEIPTS_BUCKET", "");
            for (int number = 0; number < CALLS; number++) {
                String receipt = receipt(number, uploaded(scene, number));
                int of = number;
                s3.putObject(put -> put.bucket(receipts).key(receiptKey(of)), RequestBody.fromString(receipt));
            }
            try (PackagedFunction function =
                    PackagedFunction.start(Artifact.given().with("-Xmx32m"), settings)) {
                for (int from = 0; from < CALLS; from += BATCH) {
                    Reply reply = function.invoke(event(scene, from));
                    assertThat(reply.failed()).as(function.log()).isFalse();
                    assertThat(SampleEvents.parse(reply.body()).path("batchItemFailures"))
                            .isEmpty();
                }

                assertThat(scene.gong().requests(Endpoint.FILTER_CALLS)).isEqualTo(CALLS / BATCH);
                System.out.printf(
                        "%d confirmations: %d requests to Gong, %d MB resident at most, %d s of CPU%n",
                        CALLS,
                        scene.gong().requests(Endpoint.FILTER_CALLS),
                        function.peakResidentBytes() / 1_000_000,
                        function.cpu().toSeconds());
            }
            assertThat(IntStream.range(0, CALLS).boxed()).allSatisfy(number -> {
                JsonNode receipt = SampleEvents.parse(
                        s3.getObjectAsBytes(get -> get.bucket(receipts).key(receiptKey(number)))
                                .asUtf8String());
                assertThat(receipt.path("arrival").asText()).isEqualTo("confirmed");
            });
        }
    }

    /** Has Gong take a recording; gives the call's id. */
    private String uploaded(Scene scene, int number) throws Exception {
        String details = "{\"clientUniqueId\":\"calls/" + number + ".wav\",\"title\":\"" + "a long title ".repeat(15)
                + "\",\"actualStart\":\"2026-11-22T20:32:00Z\",\"direction\":\"Inbound\",\"primaryUser\":\"1\","
                + "\"parties\":[{\"userId\":\"1\"}]}";
        String answer = send(scene, "POST", "", "application/json", details.getBytes(UTF_8));
        String callId = SampleEvents.parse(answer).path("callId").asText();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        String disposition = "Content-Disposition: form-data; name=\"mediaFile\"; filename=\"a.wav\"";
        body.writeBytes(String.join("\r\n", "--b", disposition, "Content-Type: audio/wav", "", "")
                .getBytes(ISO_8859_1));
        body.writeBytes(SampleMedia.wav(200, 1, number));
        body.writeBytes("\r\n--b--\r\n".getBytes(ISO_8859_1));
        send(scene, "PUT", "/" + callId + "/media", "multipart/form-data; boundary=b", body.toByteArray());
        return callId;
    }

    private String send(Scene scene, String method, String path, String type, byte[] body) throws Exception {
        String pair = Scene.ACCESS_KEY + ":" + Scene.ACCESS_KEY_SECRET;
        HttpRequest request = HttpRequest.newBuilder(scene.gong().baseUrl().resolve("/v2/calls" + path))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)))
                .header("Content-Type", type)
                .method(method, BodyPublishers.ofByteArray(body))
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return answer.body();
    }

    private static String receiptKey(int number) {
        return "receipts/calls/" + number + ".wav.json";
    }

    private static String receipt(int number, String callId) {
        return "{\"version\":1,\"state\":\"relayed\",\"recording\":{\"bucket\":\"calls\",\"key\":\"" + number
                + ".wav\"},\"announcedAt\":\"2026-11-22T21:00:00Z\",\"owner\":\"owner\",\"callId\":\"" + callId
                + "\",\"arrival\":\"awaited\"}";
    }

    private static String event(Scene scene, int from) {
        Instant relayedAt = Instant.now().minus(Duration.ofHours(2));
        return SampleEvents.sqs(IntStream.range(from, from + BATCH)
                        .mapToObj(number -> TestEnvelopes.open()
                                .text(new ArrivalNotice(
                                        new RecordingReference("calls", number + ".wav", null),
                                        scene.gong().calls().get(number).callId(),
                                        relayedAt)))
                        .toArray(String[]::new))
                .toString();
    }
}
