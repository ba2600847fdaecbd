package dev.gongrelay.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.TestSettings;
import dev.gongrelay.aws.StubbornServer.Manner;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.time.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Against servers that hang, drip, reset, and flood. */
@Execution(ExecutionMode.SAME_THREAD)
class AwsDeadlineTest {
    private static final String SECRETS_ENDPOINT = "aws.endpointUrlSecretsManager";
    private static final String RECORDINGS = "recordings";
    private static final String RECEIPTS = "receipts";
    /** A function's time limit, for these tests. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private static final Duration PLENTY = Duration.ofSeconds(60);

    private final AwsClients clients = new AwsClients();
    private final SdkHttpClient http =
            new InterruptibleHttpClient(UrlConnectionHttpClient.builder().build());
    private final AwsCredentialsProvider credentials =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret"));
    /** The deadline of the last client. */
    private Deadline deadline = deadline(Duration.ZERO);

    @ParameterizedTest
    @EnumSource(names = {"SILENT", "DRIPS_HEAD", "DRIPS_BODY"})
    void stops_reading_an_object_when_the_time_for_work_is_up(Manner manner) throws IOException {
        try (StubbornServer server = new StubbornServer(manner)) {
            S3Client s3 = s3(server.endpoint(), hurried());

            assertStopped(
                    () -> s3.getObjectAsBytes(
                            request -> request.bucket(RECORDINGS).key("a b.wav")),
                    "S3 GetObject of s3://recordings/a b.wav");

            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void stops_reading_a_stream_when_the_time_for_work_is_up() throws IOException {
        try (StubbornServer server = new StubbornServer(Manner.DRIPS_BODY)) {
            S3Client s3 = s3(server.endpoint(), hurried());

            assertStopped(
                    () -> {
                        try (InputStream body = s3.getObject(
                                request -> request.bucket(RECORDINGS).key("a.json"))) {
                            body.readAllBytes();
                        }
                    },
                    "S3 GetObject of s3://recordings/a.json");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SILENT", "DRIPS_HEAD"})
    void stops_looking_an_object_up_when_the_time_for_work_is_up(Manner manner) throws IOException {
        try (StubbornServer server = new StubbornServer(manner)) {
            S3Client s3 = s3(server.endpoint(), hurried());

            assertStopped(
                    () -> s3.headObject(request -> request.bucket(RECORDINGS).key("a.wav")),
                    "S3 HeadObject of s3://recordings/a.wav");
        }
    }

    @Test
    void stops_a_handshake_when_the_time_for_work_is_up() throws IOException {
        try (StubbornServer server = new StubbornServer(Manner.SILENT)) {
            URI secure = URI.create(server.endpoint().toString().replace("http:", "https:"));
            S3Client s3 = s3(secure, hurried());

            assertStopped(
                    () -> s3.headObject(request -> request.bucket(RECORDINGS).key("a.wav")),
                    "S3 HeadObject of s3://recordings/a.wav");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SILENT", "DRIPS_HEAD", "DRIPS_BODY"})
    void stops_reading_the_secret_when_the_time_for_work_is_up(Manner manner) throws IOException {
        try (StubbornServer server = new StubbornServer(manner)) {
            System.setProperty(SECRETS_ENDPOINT, server.endpoint().toString());
            deadline = deadline(hurried());
            SecretsManagerClient secrets = clients.secrets(http, credentials, deadline);

            assertStopped(
                    () -> secrets.getSecretValue(request -> request.secretId("gong")),
                    "SecretsManager GetSecretValue of gong");
        } finally {
            System.clearProperty(SECRETS_ENDPOINT);
        }
    }

    @Test
    void settles_any_number_of_messages_before_the_invocation_ends() throws IOException {
        try (StubbornServer server = new StubbornServer(Manner.SILENT)) {
            RelayConfig config = config(server.endpoint(), hurried());
            AtomicLong now = new AtomicLong();
            deadline = new Deadline(config, now::get);
            SqsClient sqs = clients.sqs(config, http, credentials, deadline);
            String queue = server.endpoint() + "/000000000000/queue";

            for (int i = 0; i < 10; i++) {
                Duration share = deadline.tidyingShare();
                assertThatThrownBy(() -> sqs.changeMessageVisibility(request ->
                                request.queueUrl(queue).receiptHandle("handle").visibilityTimeout(30)))
                        .isInstanceOf(TransientException.class)
                        .hasMessageContaining(queue)
                        .hasFieldOrPropertyWithValue("code", FailureCode.TIME_UP);
                now.addAndGet(share.toNanos());
            }

            assertThat(Duration.ofNanos(now.get())).isLessThan(LIMIT);
        }
    }

    @Test
    void writes_receipts_and_messages_after_the_time_for_work_is_up() throws IOException {
        try (StubbornServer server = new StubbornServer(Manner.ANSWERS)) {
            S3Client s3 = s3(server.endpoint(), LIMIT);

            String eTag = s3.putObject(
                            request -> request.bucket(RECEIPTS).key("receipt.json"), RequestBody.fromString("{}"))
                    .eTag();
            String receipt = s3.getObjectAsBytes(
                            request -> request.bucket(RECEIPTS).key("receipt.json"))
                    .asUtf8String();

            assertThat(eTag).isEqualTo("\"e\"");
            assertThat(receipt).isEqualTo("{}");
        }
    }

    @Test
    void sends_nothing_when_no_time_is_left() throws IOException {
        try (StubbornServer server = new StubbornServer(Manner.ANSWERS)) {
            S3Client s3 = s3(server.endpoint(), LIMIT);

            assertThatThrownBy(() ->
                            s3.headObject(request -> request.bucket(RECORDINGS).key("a.wav")))
                    .isInstanceOf(TransientException.class)
                    .hasMessage("No time was left for S3 HeadObject of s3://recordings/a.wav")
                    .hasFieldOrPropertyWithValue("code", FailureCode.TIME_UP);

            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void reports_a_reset_if_there_was_time() throws IOException {
        try (StubbornServer server = new StubbornServer(Manner.RESETS)) {
            S3Client s3 = s3(server.endpoint(), Duration.ZERO);

            assertThatThrownBy(() ->
                            s3.headObject(request -> request.bucket(RECORDINGS).key("a.wav")))
                    .isInstanceOf(SdkClientException.class);

            assertThat(server.connections()).isGreaterThan(1);
        }
    }

    @Test
    void treats_an_answer_that_is_not_http_as_a_broken_connection() throws IOException {
        try (StubbornServer server = new StubbornServer(Manner.BABBLES)) {
            RelayConfig config = config(server.endpoint(), Duration.ZERO);
            SqsClient sqs = clients.sqs(config, http, credentials, deadline(Duration.ZERO));

            assertThatThrownBy(() -> sqs.sendMessage(request ->
                            request.queueUrl(server.endpoint() + "/1/queue").messageBody("{}")))
                    .isInstanceOf(SdkClientException.class);

            assertThat(server.connections()).isGreaterThan(1);
        }
    }

    @Test
    void stops_reading_a_response_that_is_too_long() throws IOException {
        try (StubbornServer server = new StubbornServer(Manner.FLOODS);
                InputStream body = s3(server.endpoint(), Duration.ZERO)
                        .getObject(request -> request.bucket(RECORDINGS).key("a.json"))) {
            assertThat(body.readNBytes(256 * 1024 + 1)).hasSize(256 * 1024 + 1);

            assertThatThrownBy(body::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("more than 4194304 bytes");
        }
    }

    @Test
    void keeps_its_connection_from_call_to_call() throws IOException {
        try (StubbornServer server = new StubbornServer(Manner.ANSWERS)) {
            S3Client s3 = s3(server.endpoint(), Duration.ZERO);

            for (int i = 0; i < 3; i++) {
                s3.getObjectAsBytes(request -> request.bucket(RECORDINGS).key("a.json"));
            }

            assertThat(server.connections()).isEqualTo(1);
        }
    }

    /** Asserts that the call is stopped, with time left to tidy up. */
    private void assertStopped(ThrowingCallable call, String name) {
        assertThatThrownBy(call)
                .isInstanceOf(TransientException.class)
                .hasMessage(name + " was stopped: the invocation's time is up")
                .hasFieldOrPropertyWithValue("code", FailureCode.TIME_UP);
        assertThat(deadline.timeLeft()).isZero();
        assertThat(deadline.tidyingShare()).isPositive();
    }

    private S3Client s3(URI endpoint, Duration margin) {
        deadline = deadline(margin);
        return clients.s3(config(endpoint, margin), http, credentials, deadline);
    }

    /** A margin that leaves little for work. */
    private static Duration hurried() {
        return LIMIT.minusMillis(200);
    }

    private static Deadline deadline(Duration margin) {
        return new Deadline(config(URI.create("http://127.0.0.1:1"), margin), System::nanoTime);
    }

    private static RelayConfig config(URI endpoint, Duration margin) {
        return TestSettings.with(Map.of(
                "relay.time-limit", (margin.isZero() ? PLENTY : LIMIT).toString(),
                "relay.deadline-margin", margin.toString(),
                "relay.source.endpoint", endpoint.toString(),
                "relay.delivery.endpoint", endpoint.toString(),
                "relay.receipts.bucket", RECEIPTS));
    }
}
