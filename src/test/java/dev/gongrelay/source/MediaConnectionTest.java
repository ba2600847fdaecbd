package dev.gongrelay.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.settings.RelayConfig.Tls.Engine;
import dev.gongrelay.simulator.Certificates;
import dev.gongrelay.simulator.Eventually;
import dev.gongrelay.simulator.LentMemory;
import dev.gongrelay.tls.TrustingTls;
import io.netty.buffer.ByteBuf;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What S3, or a proxy in front of it, may answer to the GET of a recording. */
@Isolated
class MediaConnectionTest {
    private static final String BODY = "a recording, byte by byte";
    private static final String RIGHT = "HTTP/1.1 206 Partial Content\r\nContent-Length: 25\r\n"
            + "Content-Range: bytes 0-24/25\r\nETag: \"tag\"\r\n\r\n" + BODY;

    private final Vertx vertx = Vertx.vertx();
    private final LoopbackMedia loopback = new LoopbackMedia(vertx);
    private final List<String> requests = new CopyOnWriteArrayList<>();

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
    void skips_an_interim_answer(String interim) {
        assertThat(read(answering(interim + RIGHT))).isEqualTo(BODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage\r\n\r\n", "HTTP/1.1 2x6 Partial Content\r\n\r\n", ""})
    void treats_what_is_not_an_answer_as_a_broken_connection(String answer) {
        assertFailure(
                answering(answer),
                FailureCode.SOURCE_UNAVAILABLE,
                "2 connections in a row delivered nothing, at byte 0");

        assertThat(requests).hasSize(2);
    }

    @Test
    void resumes_a_truncated_body_where_it_ended() {
        assertFailure(
                answering(RIGHT.substring(0, RIGHT.length() - 5)),
                FailureCode.SOURCE_INCONSISTENT,
                "Reading s3://recordings/calls/a & b.wav: S3 answered 206 with Content-Range bytes 0-24/25 and Content-Length 25"
                        + " where \"bytes 20-24/25\" was requested");

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

    @ParameterizedTest
    @EnumSource
    void reads_only_from_the_host_that_a_certificate_is_for(Engine engine) {
        Certificates certificates = Certificates.ofThisBuild();
        LoopbackMedia secured = loopback.with(TrustingTls.clientOptions(vertx, engine, certificates.authority()));
        URI good = secure(certificates, Certificates.GOOD);
        URI elsewhere = secure(certificates, Certificates.ELSEWHERE);

        assertThat(read(secured.at(good, BODY.length()))).isEqualTo(BODY);
        assertFailure(secured.at(elsewhere, BODY.length()), FailureCode.SOURCE_UNAVAILABLE, "matching localhost found");

        assertThat(requests).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void reads_every_byte_over_tls_although_the_connection_breaks_halfway(Engine engine) {
        Certificates certificates = Certificates.ofThisBuild();
        String body = bytes(3_000_000);
        NetServerOptions options =
                new NetServerOptions().setSsl(true).setKeyCertOptions(certificates.server(Certificates.GOOD));
        URI endpoint = server(options, socket -> {
            int from = requests.size() == 1 ? 0 : 1_234_567;
            int end = requests.size() == 1 ? 1_234_567 : body.length();
            socket.end(Buffer.buffer(head(from, body.length()) + body.substring(from, end), "ISO-8859-1"));
        });

        String read = read(loopback.with(TrustingTls.clientOptions(vertx, engine, certificates.authority()))
                .at(URI.create("https://localhost:" + endpoint.getPort()), body.length()));

        assertThat(read.equals(body)).isTrue();
        assertThat(requests).hasSize(2);
        assertThat(requests.get(1).lines()).contains("Range: bytes=1234567-");
    }

    @Test
    void reads_a_refusal_that_is_cut_off() {
        assertFailure(
                answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 1000\r\n\r\n"
                        + "<Error><Code>InvalidObjectState</Code><Mess"),
                FailureCode.SOURCE_ARCHIVED,
                "S3 answered 403 InvalidObjectState");

        assertThat(requests).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"200 OK", "204 No Content", "206 Partial Content", "299 Odd"})
    void uses_nothing_of_a_success_with_wrong_or_missing_headers(String status) {
        assertFailure(
                answering("HTTP/1.1 " + status + "\r\n\r\n" + BODY),
                FailureCode.SOURCE_INCONSISTENT,
                "Reading s3://recordings/calls/a & b.wav: S3 answered " + status.substring(0, 3)
                        + " with no Content-Range and no Content-Length");

        assertThat(requests).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"400, ExpiredToken", "503, SlowDown", "403, RequestTimeTooSkewed", "307, TemporaryRedirect", "500, ''"})
    void resumes_with_a_new_signature_after_a_refusal_that_passes(int status, String code) {
        AtomicInteger keys = new AtomicInteger();
        URI endpoint = server(new NetServerOptions(), socket -> {
            switch (requests.size()) {
                case 1 -> end(socket, RIGHT.substring(0, RIGHT.length() - 5));
                case 2 -> end(socket, "HTTP/1.1 " + status + " No\r\n\r\n<Code>" + code + "</Code>");
                default -> end(socket, head(20, BODY.length()) + BODY.substring(20));
            }
        });

        String read = read(loopback.with(() -> AwsBasicCredentials.create("key" + keys.incrementAndGet(), "secret"))
                .at(endpoint, BODY.length()));

        assertThat(read).isEqualTo(BODY);
        assertThat(requests).hasSize(3);
        assertThat(requests.get(1)).contains("X-Amz-Credential=key2%2F").contains("\r\nRange: bytes=20-\r\n");
        assertThat(requests.get(2)).contains("X-Amz-Credential=key3%2F").contains("\r\nRange: bytes=20-\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied,                      SOURCE_DENIED",
        "400, KMS.DisabledException,             SOURCE_DENIED",
        "400, AuthorizationQueryParametersError, SOURCE_WRONG_REGION",
        "404, NoSuchBucket,                      SOURCE_BUCKET_MISSING",
        "404, NoSuchKey,                         SOURCE_MISSING",
        "412, PreconditionFailed,                SOURCE_CHANGED"
    })
    void fails_at_once_at_a_refusal_that_does_not_pass(int status, String code, FailureCode expected) {
        URI endpoint = server(
                new NetServerOptions(),
                socket -> end(
                        socket,
                        requests.size() == 1
                                ? RIGHT.substring(0, RIGHT.length() - 5)
                                : "HTTP/1.1 " + status
                                        + " No\r\nx-amz-request-id: 123\r\nx-amz-bucket-region: eu-west-1"
                                        + "\r\n\r\n<Code>" + code + "</Code>"));

        assertFailure(
                loopback.at(endpoint, BODY.length()),
                expected,
                "Reading s3://recordings/calls/a & b.wav: S3 answered " + status + " " + code + ", requestId 123");

        assertThat(requests).hasSize(2);
    }

    private static void end(NetSocket socket, String answer) {
        socket.end(Buffer.buffer(answer));
    }

    private static String head(int from, int size) {
        return "HTTP/1.1 206 Partial Content\r\nContent-Length: " + (size - from) + "\r\nContent-Range: bytes " + from
                + "-" + (size - 1) + "/" + size + "\r\n\r\n";
    }

    /** Random letters, which are the same each time. */
    private static String bytes(int size) {
        return new Random(1)
                .ints(size, 'a', 'z')
                .collect(StringBuilder::new, (text, c) -> text.append((char) c), StringBuilder::append)
                .toString();
    }

    @Test
    void fails_at_once_without_credentials() {
        AwsCredentialsProvider none = () -> {
            throw SdkClientException.create("Unable to load credentials");
        };

        assertFailure(
                loopback.with(none).at(URI.create("http://127.0.0.1:1"), BODY.length()),
                FailureCode.SOURCE_UNAVAILABLE,
                "Unable to load credentials");
    }

    @Test
    void delivers_as_many_chunks_as_are_requested_and_releases_the_rest_when_cancelled() {
        long before = LentMemory.bytes();
        long size = 50_000_000;
        CompletableFuture<Void> sent = new CompletableFuture<>();
        URI endpoint = server(new NetServerOptions(), socket -> {
            socket.write("HTTP/1.1 206 Partial Content\r\nContent-Length: " + size + "\r\nContent-Range: bytes 0-"
                    + (size - 1) + "/" + size + "\r\n\r\n");
            socket.write("x".repeat(1_000_000)).onComplete(ignored -> sent.complete(null));
        });
        AssertSubscriber<ByteBuf> subscriber = AssertSubscriber.create();
        loopback.at(endpoint, size).subscribe(subscriber);

        sent.join(); // so that one read brings more than is asked for
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

    /** An S3 that gives every request this answer, and then closes the connection. */
    private Media answering(String answer) {
        URI endpoint = server(new NetServerOptions(), socket -> socket.end(Buffer.buffer(answer)));
        return loopback.at(endpoint, BODY.length());
    }

    private URI secure(Certificates certificates, String certificate) {
        NetServerOptions options =
                new NetServerOptions().setSsl(true).setKeyCertOptions(certificates.server(certificate));
        URI endpoint = server(options, socket -> socket.end(Buffer.buffer(RIGHT)));
        return URI.create("https://localhost:" + endpoint.getPort());
    }

    /** @param answer the answer to each request, one for each connection */
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
}
