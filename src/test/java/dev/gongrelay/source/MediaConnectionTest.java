package dev.gongrelay.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.TestSettings;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.simulator.Certificates;
import dev.gongrelay.simulator.Eventually;
import dev.gongrelay.simulator.LentMemory;
import io.netty.buffer.ByteBuf;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** What S3, or whatever stands in front of it, may answer to the GET of a recording. */
class MediaConnectionTest {
    private static final String BODY = "a recording, byte by byte";
    private static final String RIGHT = "HTTP/1.1 206 Partial Content\r\nContent-Length: 25\r\n"
            + "Content-Range: bytes 0-24/25\r\nETag: \"tag\"\r\n\r\n" + BODY;
    private static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b"));

    private final Vertx vertx = Vertx.vertx();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void asks_for_just_the_object_that_was_found_over_a_connection_that_is_not_kept() {
        assertThat(read(answering(RIGHT))).isEqualTo(BODY);

        assertThat(requests)
                .singleElement()
                .satisfies(request -> assertThat(request.lines())
                        .startsWith("GET /recordings/calls/a%20%26%20b.wav" + query(request) + " HTTP/1.1")
                        .contains("Range: bytes=0-", "If-Match: \"tag\"", "connection: close")
                        .filteredOn(line -> line.startsWith("Host: 127.0.0.1:"))
                        .hasSize(1));
    }

    private static String query(String request) {
        return request.substring(request.indexOf('?'), request.indexOf(" HTTP/1.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"})
    void reads_over_an_interim_answer(String interim) {
        assertThat(read(answering(interim + RIGHT))).isEqualTo(BODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage\r\n\r\n", "HTTP/1.1 2x6 Partial Content\r\n\r\n", ""})
    void takes_what_is_no_answer_for_a_broken_connection(String answer) {
        assertFailure(
                answering(answer),
                FailureCode.SOURCE_UNAVAILABLE,
                "2 connections in a row delivered nothing, at byte 0");

        assertThat(requests).hasSize(2);
    }

    @Test
    void takes_a_body_that_is_cut_short_up_where_it_ended() {
        assertFailure(
                answering(RIGHT.substring(0, RIGHT.length() - 5)),
                FailureCode.SOURCE_INCONSISTENT,
                "where \"bytes 20-24/25\" of s3://recordings/calls/a & b.wav was asked for");

        assertThat(requests).hasSize(2);
        assertThat(requests.get(1).lines()).contains("Range: bytes=20-");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 79\r\n\r\n%s",
                "Transfer-Encoding: chunked\r\n\r\n4f\r\n%s\r\n0\r\n\r\n",
                "Connection: close\r\n\r\n%s"
            })
    void reads_what_a_refusal_says_however_it_is_framed(String framed) {
        String error = "<Error><Code>AccessDenied</Code><RequestId>4442587FB7D0A2F9</RequestId></Error>";

        assertFailure(
                answering("HTTP/1.1 403 Forbidden\r\n" + framed.formatted(error)),
                FailureCode.SOURCE_DENIED,
                "S3 answered 403 AccessDenied, requestId 4442587FB7D0A2F9");

        assertThat(requests).hasSize(1);
    }

    @Test
    void reads_no_more_of_a_refusal_than_says_what_it_is() {
        assertFailure(
                answering("HTTP/1.1 404 Not Found\r\nContent-Length: 1000000000\r\n\r\n<Code>NoSuchKey</Code>"
                        + "x".repeat(100_000)),
                FailureCode.SOURCE_MISSING,
                "S3 answered 404 NoSuchKey");
    }

    @Test
    void reads_only_from_the_host_that_a_certificate_is_for() {
        Certificates certificates = new Certificates(folder);
        NetClientOptions trusting = new NetClientOptions()
                .setTrustOptions(new PemTrustOptions()
                        .addCertPath(certificates.authority().toString()));
        URI good = secure(certificates, Certificates.GOOD);
        URI elsewhere = secure(certificates, Certificates.ELSEWHERE);

        assertThat(read(stream(good, trusting, CREDENTIALS))).isEqualTo(BODY);
        assertFailure(stream(elsewhere, trusting, CREDENTIALS), FailureCode.SOURCE_UNAVAILABLE, "SSL connection");

        assertThat(requests).hasSize(1);
    }

    @Test
    void fails_at_once_without_credentials() {
        AwsCredentialsProvider none = () -> {
            throw SdkClientException.create("Unable to load credentials");
        };

        assertFailure(
                stream(URI.create("http://127.0.0.1:1"), new NetClientOptions(), none),
                FailureCode.SOURCE_UNAVAILABLE,
                "Unable to load credentials");
    }

    @Test
    void gives_as_many_chunks_as_are_asked_for_and_releases_the_rest_when_it_is_left() throws InterruptedException {
        long before = LentMemory.bytes();
        long size = 50_000_000;
        URI endpoint = server(new NetServerOptions(), socket -> {
            socket.write("HTTP/1.1 206 Partial Content\r\nContent-Length: " + size + "\r\nContent-Range: bytes 0-"
                    + (size - 1) + "/" + size + "\r\n\r\n");
            socket.write("x".repeat(10_000_000));
        });
        AssertSubscriber<ByteBuf> subscriber = AssertSubscriber.create();
        stream(endpoint, new NetClientOptions(), CREDENTIALS, size).subscribe(subscriber);

        pause(Duration.ofMillis(500)); // so that one read brings more than is asked for
        subscriber.request(3);
        subscriber.awaitItems(3);
        subscriber.cancel();

        assertThat(subscriber.getItems()).hasSize(3).allMatch(ByteBuf::isDirect);
        subscriber.getItems().forEach(ByteBuf::release);
        Eventually.until("no buffer kept", () -> LentMemory.bytes() <= before);
    }

    private void assertFailure(Media stream, FailureCode code, String message) {
        assertThatThrownBy(() -> read(stream))
                .isInstanceOf(RelayException.class)
                .hasMessageContaining(message)
                .satisfies(
                        failure -> assertThat(((RelayException) failure).code()).isEqualTo(code));
    }

    private static void pause(Duration duration) throws InterruptedException {
        Thread.sleep(duration.toMillis());
    }

    private static String read(Media stream) {
        return stream.onItem()
                .transform(chunk -> {
                    String text = chunk.toString(StandardCharsets.UTF_8);
                    chunk.release();
                    return text;
                })
                .collect()
                .with(Collectors.joining())
                .await()
                .atMost(Duration.ofSeconds(20));
    }

    /** S3 that answers every request so, and then ends the connection. */
    private Media answering(String answer) {
        URI endpoint = server(new NetServerOptions(), socket -> socket.end(Buffer.buffer(answer)));
        return stream(endpoint, new NetClientOptions(), CREDENTIALS);
    }

    private URI secure(Certificates certificates, String certificate) {
        NetServerOptions options =
                new NetServerOptions().setSsl(true).setKeyCertOptions(certificates.server(certificate));
        URI endpoint = server(options, socket -> socket.end(Buffer.buffer(RIGHT)));
        return URI.create("https://localhost:" + endpoint.getPort());
    }

    /** @param answer to each request, of which one comes over a connection */
    private URI server(NetServerOptions options, Consumer<NetSocket> answer) {
        NetServer server = vertx.createNetServer(options)
                .connectHandler(socket -> {
                    Buffer request = Buffer.buffer();
                    socket.handler(part -> {
                        if (request.appendBuffer(part).toString().endsWith("\r\n\r\n")) {
                            requests.add(request.toString());
                            answer.accept(socket);
                        }
                    });
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    private Media stream(URI endpoint, NetClientOptions options, AwsCredentialsProvider credentials) {
        return stream(endpoint, options, credentials, BODY.length());
    }

    private Media stream(URI endpoint, NetClientOptions options, AwsCredentialsProvider credentials, long sizeBytes) {
        S3Presigner presigner = S3Presigner.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build();
        MediaReader reader = new MediaReader(
                vertx,
                options,
                presigner,
                TestSettings.with(Map.of("relay.source.max-empty-reads", "1")),
                System::nanoTime);
        var reference = new RecordingReference("recordings", "calls/a & b.wav", null);
        return new Media(
                reader,
                new SourceObject(reference, sizeBytes, "\"tag\"", "audio/wav", Instant.EPOCH, Map.of()),
                new MediaFormat("wav", "audio/wav", 1));
    }
}
