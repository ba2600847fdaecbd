package dev.gongrelay.gong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gongrelay.StoppedClock;
import dev.gongrelay.TestSettings;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.tls.Destination;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.assertj.core.util.Throwables;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

@SuppressWarnings("NullAway.Init")
class CredentialsTest {
    private static final String ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:gong-AbCdEf";

    private final StoppedClock clock = StoppedClock.at("2026-11-22T20:00:00Z");
    private final List<String> requests = new ArrayList<>();
    private int status = 200;
    private String answer = secret("old");
    private HttpServer server;
    private SecretsManagerClient client;

    @BeforeEach
    void startSecretsManager() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        client = SecretsManagerClient.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(configuration -> configuration.retryStrategy(atOnce()))
                .region(Region.EU_WEST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .build();
    }

    @AfterEach
    void stopSecretsManager() {
        client.close();
        server.stop(0);
    }

    @Test
    void reads_the_secret_once_within_five_minutes() {
        Credentials credentials = ofSecret();

        credentials.refresh();
        clock.pass(Duration.ofMinutes(5).minusMillis(1));
        credentials.refresh();

        assertThat(credentials.authorization()).isEqualTo(basic("me:old"));
        assertThat(requests).singleElement().asString().contains(ARN);
    }

    @Test
    void reads_the_secret_again_after_five_minutes() {
        Credentials credentials = ofSecret();
        credentials.refresh();
        answer = secret("new");

        clock.pass(Duration.ofMinutes(5));
        credentials.refresh();

        assertThat(credentials.authorization()).isEqualTo(basic("me:new"));
    }

    @Test
    void reads_a_secret_behind_a_byte_order_mark() {
        Credentials credentials = ofSecret();
        answer = secret("marked").replace("\"{", "\"\ufeff{");

        credentials.refresh();

        assertThat(credentials.authorization()).isEqualTo(basic("me:marked"));
    }

    @Test
    void keeps_the_last_secret_while_it_can_not_be_read() {
        Credentials credentials = ofSecret();
        credentials.refresh();
        refuse();

        clock.pass(Duration.ofMinutes(5));
        credentials.refresh();

        assertThat(credentials.authorization()).isEqualTo(basic("me:old"));
        assertThat(requests).hasSize(2);
    }

    @Test
    void reads_a_secret_that_was_changed_since() {
        Credentials credentials = ofSecret();
        credentials.refresh();
        answer = secret("new");

        boolean renewed = credentials.renew();

        assertThat(renewed).isTrue();
        assertThat(credentials.authorization()).isEqualTo(basic("me:new"));
    }

    @Test
    void says_that_the_secret_is_the_one_that_was_refused() {
        Credentials credentials = ofSecret();
        credentials.refresh();

        assertThat(credentials.renew()).isFalse();
        assertThat(requests).hasSize(2);
    }

    @Test
    void renews_nothing_when_the_secret_can_not_be_read_again() {
        Credentials credentials = ofSecret();
        credentials.refresh();
        refuse();

        assertThat(credentials.renew()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "400, AccessDeniedException, credentials-invalid",
        "400, ResourceNotFoundException, credentials-invalid",
        "400, InvalidRequestException, credentials-invalid",
        "400, DecryptionFailure, credentials-invalid",
        "400, ValidationException, credentials-invalid",
        "403, UnrecognizedClientException, credentials-invalid",
        "404, , credentials-invalid",
        "400, ThrottlingException, credentials-unavailable",
        "400, RequestLimitExceeded, credentials-unavailable",
        "400, ExpiredTokenException, credentials-unavailable",
        "400, InvalidToken, credentials-unavailable",
        "403, RequestTimeTooSkewed, credentials-unavailable",
        "408, , credentials-unavailable",
        "429, , credentials-unavailable",
        "500, InternalServiceError, credentials-unavailable",
        "503, , credentials-unavailable"
    })
    void tells_an_outage_of_secrets_manager_from_a_secret_that_somebody_has_to_fix(
            int refusal, @Nullable String type, String code) {
        Credentials credentials = ofSecret();
        status = refusal;
        answer = type == null ? "" : "{\"__type\":\"" + type + "\",\"Message\":\"the words of AWS\"}";

        assertThatExceptionOfType(TransientException.class)
                .isThrownBy(credentials::refresh)
                .satisfies(failure -> assertThat(failure.code()).hasToString(code))
                .withMessageContaining(ARN + " can't be read: ")
                .withMessageContaining(type == null ? "" : "the words of AWS")
                .withMessageNotContaining("can't be read: null");
    }

    @Test
    void counts_an_unreachable_secrets_manager_as_an_outage() {
        Credentials credentials = ofSecret();
        server.stop(0);

        assertThatExceptionOfType(TransientException.class)
                .isThrownBy(credentials::refresh)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.CREDENTIALS_UNAVAILABLE))
                .withMessageContaining(ARN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"SecretString\":\"{\\\"accessKey\\\":\\\"hush\\\"}\"}",
                "{\"SecretString\":\"{\\\"accessKey\\\":\\\"hush\\\",\\\"accessKeySecret\\\":\\\" \\\"}\"}",
                "{\"SecretString\":\"{\\\"accessKey\\\":\\\"hush\\\",\\\"accessKeySecret\\\":null}\"}",
                "{\"SecretString\":\"{\\\"accessKey\\\":{},\\\"accessKeySecret\\\":\\\"hush\\\"}\"}",
                "{\"SecretString\":\"hush:hush\"}",
                "{\"SecretString\":\"\"}",
                "{\"SecretString\":\"null\"}",
                "{\"SecretString\":\"[\\\"hush\\\"]\"}",
                "{\"SecretBinary\":\"aHVzaA==\"}"
            })
    void fails_with_a_secret_of_another_form_and_does_not_show_it(String malformed) {
        Credentials credentials = ofSecret();
        answer = malformed;

        assertThatExceptionOfType(TransientException.class)
                .isThrownBy(credentials::refresh)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.CREDENTIALS_INVALID))
                .satisfies(failure -> assertThat(failure).hasStackTraceContaining(ARN))
                .satisfies(
                        failure -> assertThat(Throwables.getStackTrace(failure)).doesNotContain("hush"));
    }

    @Test
    void takes_the_settings_when_there_is_no_secret() {
        Credentials credentials =
                of(TestSettings.with(Map.of("relay.gong.access-key", "me", "relay.gong.access-key-secret", "local")));

        credentials.refresh();

        assertThat(credentials.authorization()).isEqualTo(basic("me:local"));
        assertThat(credentials.renew()).isFalse();
        assertThat(requests).isEmpty();
    }

    private Credentials ofSecret() {
        return of(TestSettings.with(Map.of("relay.gong.secret-arn", ARN)));
    }

    private Credentials of(RelayConfig config) {
        return new Credentials(config, () -> client, new Destination(), clock);
    }

    private void refuse() {
        status = 400;
        answer = "{\"__type\":\"AccessDeniedException\",\"Message\":\"the role is not authorized\"}";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** As often as in production. */
    private static StandardRetryStrategy atOnce() {
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .backoffStrategy(BackoffStrategy.retryImmediately())
                .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                .build();
    }

    private static String secret(String accessKeySecret) {
        return "{\"ARN\":\"" + ARN + "\",\"SecretString\":\"{\\\"accessKey\\\":\\\"me\\\",\\\"accessKeySecret\\\":\\\""
                + accessKeySecret + "\\\"}\"}";
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
