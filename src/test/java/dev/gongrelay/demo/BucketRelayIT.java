package dev.gongrelay.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.GongSimulator;
import dev.gongrelay.simulator.GongUpload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** A recording from the user's bucket, relayed without Lambda. The embedded S3 stands in for AWS's. */
@EnabledOnOs(OS.LINUX)
class BucketRelayIT {
    private static final String KEY = "own bucket/Gespräch 1.wav";
    private static final String DETAILS = """
            {"actualStart": "2026-01-31T09:30:00Z", "direction": "Inbound", "primaryUser": "234599484848423",
             "parties": [{"userId": "234599484848423", "mediaChannelId": 0}, {"name": "C", "mediaChannelId": 1}]}""";

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>(Map.of(
            "LC_ALL", "C.UTF-8",
            "AWS_REGION", "us-east-1",
            "AWS_ACCESS_KEY_ID", "mine",
            "AWS_SECRET_ACCESS_KEY", "my-secret",
            "RELAY_SOURCE_ENDPOINT", EmbeddedS3.shared().endpoint().toString()));

    @BeforeEach
    void putRecording() throws IOException {
        try (S3Client s3 = EmbeddedS3.shared().client();
                Conversation recording = new Conversation(100_000)) {
            s3.putObject(
                    request -> request.bucket(EmbeddedS3.RECORDINGS).key(KEY + ".json"),
                    RequestBody.fromString(DETAILS));
            s3.putObject(
                    request -> request.bucket(EmbeddedS3.RECORDINGS).key(KEY),
                    RequestBody.fromBytes(recording.readAllBytes()));
        }
    }

    @Test
    void relays_to_a_simulator_and_writes_no_receipt() throws Exception {
        environment.put("RELAY_RECEIPTS_BUCKET", "there-is-no-such-bucket");
        DemoRun run = run("", "-Ddemo.bucket=recordings", "-Ddemo.key=" + KEY);

        assertThat(run.exitCode()).as(run.printed()).isZero();
        assertThat(run.printed().lines())
                .contains(
                        "  Recording     s3://recordings/" + KEY + ", 100 kB",
                        "  Writes        nothing to S3",
                        "Relayed",
                        "  Detected      audio/wav, stereo, 1.6 s")
                .anyMatch(line -> line.startsWith("  Gong          a simulator; its page is http://127.0.0.1:"))
                .anyMatch(line -> line.matches("  Call          \\d+ in the simulator"));
    }

    @Test
    void asks_before_the_real_gong_hears_anything() throws Exception {
        try (GongSimulator gong = GongSimulator.start()) {
            environment.putAll(Map.of(
                    "RELAY_GONG_BASE_URL", gong.baseUrl().toString(),
                    "RELAY_GONG_ALLOWED_HOST", "127.0.0.1",
                    "RELAY_GONG_ACCESS_KEY", "simulator",
                    "RELAY_GONG_ACCESS_KEY_SECRET", "simulator-secret"));
            String[] options = {"-Ddemo.bucket=recordings", "-Ddemo.key=" + KEY, "-Ddemo.gong=real"};

            DemoRun refused = run("no\n", options);
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.printed())
                    .contains("the real one, " + gong.baseUrl(), "Type yes to send it", "Nothing was sent to Gong.");
            DemoRun silent = run("", options);
            assertThat(silent.exitCode()).isEqualTo(1);
            assertThat(silent.printed()).contains("Nobody answered. Add -Ddemo.yes=true", "Nothing was sent");
            assertThat(gong.requests()).isEmpty();

            DemoRun agreed = run("yes\n", options);
            assertThat(agreed.exitCode()).as(agreed.printed()).isZero();
            assertThat(gong.uploads()).extracting(GongUpload::accepted).containsExactly(true);
            assertThat(agreed.printed()).doesNotContain("my-secret", "simulator-secret");
        }
    }

    @Test
    void says_what_is_missing() throws Exception {
        DemoRun nowhere = run("", "-Ddemo.bucket=recordings", "-Ddemo.key=nowhere.wav");
        assertThat(nowhere.exitCode()).isEqualTo(1);
        assertThat(nowhere.printed()).contains("there is no s3://recordings/nowhere.wav");

        DemoRun unknown = run("", "-Ddemo.bucket=nowhere", "-Ddemo.key=" + KEY);
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.printed()).contains("there is no bucket nowhere");

        environment.keySet().removeIf(name -> name.startsWith("AWS_"));
        DemoRun run = run("", "-Ddemo.bucket=recordings", "-Ddemo.key=" + KEY, "-Ddemo.gong=real");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.printed())
                .contains(
                        "set AWS_REGION to the bucket's",
                        "    eval \"$(aws configure export-credentials --format env)\"",
                        "RELAY_GONG_ACCESS_KEY_SECRET");
    }

    private DemoRun run(String answer, String... options) throws IOException {
        Path input = Files.write(Files.createTempFile(folder, "answer", ".txt"), answer.getBytes(UTF_8));
        return DemoRun.answering(input, environment, options);
    }
}
