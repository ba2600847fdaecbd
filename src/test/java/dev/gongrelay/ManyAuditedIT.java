package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.event.SampleEvents;
import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.lambda.Reply;
import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.FaultyProxy;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The file of an audit of as many recordings as a large bucket has (with {@code -Psoak}), made by the packaged function
 * in the heap that a native executable has.
 */
class ManyAuditedIT {
    private static final int RECORDINGS = Boolean.getBoolean("soak") ? 100_000 : 5_000;
    private static final int BATCH = 50;
    private static final String REASON = "The call details of the recording are invalid: actualStart ".repeat(5);

    @Test
    void makes_one_file_of_the_answers_about_all_recordings() throws Exception {
        try (Scene scene = new Scene();
                FaultyProxy between = FaultyProxy.inFrontOf(scene.s3());
                S3Client s3 = EmbeddedS3.shared().client()) {
            Map<String, String> settings =
                    scene.settings(between.endpoint(), scene.gong().baseUrl());
            String receipts = settings.getOrDefault("RELAY_RECEIPTS_BUCKET", "");
            for (int from = 0; from < RECORDINGS; from += BATCH) {
                String key = String.format("audits/parts/run/%08d.json", from);
                String answers = answers(from);
                s3.putObject(put -> put.bucket(receipts).key(key), RequestBody.fromString(answers));
            }
            try (PackagedFunction function =
                    PackagedFunction.start(Artifact.given().with("-Xmx32m"), settings)) {
                JsonNode answer = SampleEvents.parse("{}");
                int invocations = 0;
                do {
                    String progress = answer.has("progress") ? ",\"progress\":" + answer.path("progress") : "";
                    Reply reply = function.invoke("{\"join\":\"run\"" + progress + "}");
                    assertThat(reply.failed()).as(function.log()).isFalse();
                    answer = SampleEvents.parse(reply.body());
                    invocations++;
                } while (answer.has("progress"));

                assertThat(answer.path("recordings").asInt()).isEqualTo(RECORDINGS);
                System.out.printf(
                        "A file of %,d recordings: %d invocations, %,d requests to S3, %d to Gong,"
                                + " %d MB resident at most, %d s of CPU%n",
                        RECORDINGS,
                        invocations,
                        between.heads().size(),
                        scene.gong().requests().size(),
                        function.peakResidentBytes() / 1_000_000,
                        function.cpu().toSeconds());
            }
            try (BufferedReader csv = new BufferedReader(new InputStreamReader(
                    s3.getObject(get -> get.bucket(receipts).key("audits/run.csv")), StandardCharsets.UTF_8))) {
                assertThat(csv.readLine()).startsWith("recording,wouldBe,code");
                for (int number = 0; number < RECORDINGS; number++) {
                    assertThat(csv.readLine()).startsWith("\"" + address(number) + "\",\"rejected\"");
                }
                assertThat(csv.readLine()).isNull();
            }
            assertThat(scene.gong().requests()).isEmpty();
        }
    }

    private static String answers(int from) {
        return IntStream.range(from, from + BATCH)
                .mapToObj(number -> "{\"recording\":\"" + address(number)
                        + "\",\"wouldBe\":\"rejected\",\"code\":\"details-invalid\",\"bytes\":31457280,\"seconds\":1966.1,"
                        + "\"primaryUser\":\"234599484848423\",\"warnings\":0,\"reason\":\"" + REASON + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String address(int number) {
        return "s3://recordings/2026/03/01/a-recording-with-an-average-key-" + number + ".wav";
    }
}
