package dev.gongrelay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class FaultyProxyTest {
    private static final byte[] OBJECT = new byte[1_000_000];
    private static final String PATH = "/recordings/proxied";

    private final FaultyProxy proxy = FaultyProxy.inFrontOf(EmbeddedS3.shared().endpoint());

    @BeforeAll
    static void put_an_object() {
        new Random(1).nextBytes(OBJECT);
        try (S3Client client = EmbeddedS3.shared().client()) {
            client.putObject(
                    request -> request.bucket(EmbeddedS3.RECORDINGS).key("proxied"), RequestBody.fromBytes(OBJECT));
        }
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    @Test
    void passes_everything_on_and_counts_it() throws IOException {
        try (S3Client client = EmbeddedS3.client(proxy.endpoint())) {
            client.putObject(
                    request -> request.bucket(EmbeddedS3.RECORDINGS).key("proxied 2"), RequestBody.fromBytes(OBJECT));
            byte[] read = client.getObjectAsBytes(request -> request.bucket(EmbeddedS3.RECORDINGS)
                            .key("proxied 2")
                            .range("bytes=10-"))
                    .asByteArray();

            assertThat(read).hasSize(OBJECT.length - 10);
        }

        assertThat(proxy.bodyBytesDelivered()).isEqualTo(OBJECT.length - 10);
        assertThat(proxy.bytesDelivered()).isGreaterThan(OBJECT.length - 10);
        assertThat(proxy.heads()).extracting(RequestHead::method).containsExactly("PUT", "GET");
        assertThat(proxy.heads().get(1).path()).isEqualTo("/recordings/proxied%202");
        assertThat(proxy.heads().get(1).range()).isEqualTo("bytes=10-");
        assertThat(proxy.connectionsOpened()).isPositive();
    }

    @Test
    void ends_a_connection_after_exactly_so_many_bytes() throws IOException {
        proxy.fail(1, ProxyFault.endAfter(OBJECT.length - 1));

        try (Socket socket = get()) {
            assertThat(bodyOf(socket)).isEqualTo(Arrays.copyOf(OBJECT, OBJECT.length - 1));
        }
        assertThat(proxy.bodyBytesDelivered()).isEqualTo(OBJECT.length - 1);
        try (Socket socket = get()) {
            assertThat(socket.getInputStream().readNBytes(OBJECT.length)).hasSize(OBJECT.length);
        }
    }

    @Test
    void ends_a_connection_after_the_head_or_before_it() throws IOException {
        proxy.fail(1, ProxyFault.endAfter(0));
        proxy.fail(1, ProxyFault.noAnswer());

        try (Socket socket = get()) {
            assertThat(bodyOf(socket)).isEmpty();
        }
        try (Socket socket = get()) {
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
    }

    @Test
    void resets_a_connection() throws IOException {
        proxy.fail(1, ProxyFault.resetAfter(500_000));

        try (Socket socket = get()) {
            assertThatThrownBy(() -> socket.getInputStream().readAllBytes())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void falls_silent_and_keeps_the_connection() throws IOException {
        proxy.fail(1, ProxyFault.silenceAfter(100_000));

        try (Socket socket = get()) {
            socket.setSoTimeout(300);
            assertThatThrownBy(() -> socket.getInputStream().readAllBytes()).isInstanceOf(SocketTimeoutException.class);
            assertThat(proxy.openConnections()).isEqualTo(1);
        }

        waitForNoConnections();
        assertThat(proxy.bodyBytesDelivered()).isEqualTo(100_000);
    }

    @Test
    void answers_in_place_of_the_server() throws IOException {
        proxy.fail(1, head -> head.range() != null, ProxyFault.slowDown());
        try (S3Client client = EmbeddedS3.client(proxy.endpoint())) {
            assertThat(client.getObjectAsBytes(request ->
                                    request.bucket(EmbeddedS3.RECORDINGS).key("proxied"))
                            .asByteArray())
                    .isEqualTo(OBJECT);
        }
        HttpURLConnection connection = (HttpURLConnection) new URL(proxy.endpoint() + PATH).openConnection();
        connection.setRequestProperty("Range", "bytes=1-2");

        assertThat(connection.getResponseCode()).isEqualTo(503);
        assertThat(new String(connection.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("<Code>SlowDown</Code>");
    }

    @Test
    void answers_so_that_the_sdk_knows_the_error() {
        proxy.fail(1, ProxyFault.error(412, "Precondition Failed", "PreconditionFailed", "changed"));

        try (S3Client client = EmbeddedS3.client(proxy.endpoint())) {
            assertThatThrownBy(() -> client.getObjectAsBytes(
                            request -> request.bucket(EmbeddedS3.RECORDINGS).key("proxied")))
                    .isInstanceOfSatisfying(S3Exception.class, e -> {
                        assertThat(e.statusCode()).isEqualTo(412);
                        assertThat(e.awsErrorDetails().errorCode()).isEqualTo("PreconditionFailed");
                    });
        }
    }

    @Test
    void rewrites_the_head_of_an_answer() throws IOException {
        proxy.fail(
                1, ProxyFault.rewrite(head -> head.replaceFirst("Content-Range: bytes 5-", "Content-Range: bytes 6-")));
        HttpURLConnection connection = (HttpURLConnection) new URL(proxy.endpoint() + PATH).openConnection();
        connection.setRequestProperty("Range", "bytes=5-9");

        assertThat(connection.getResponseCode()).isEqualTo(206);
        assertThat(connection.getHeaderField("Content-Range")).isEqualTo("bytes 6-9/1000000");
        assertThat(connection.getInputStream().readAllBytes()).hasSize(5);
    }

    @Test
    void delivers_no_faster_than_told() throws IOException {
        HandPace pace = new HandPace();
        try (FaultyProxy slow = FaultyProxy.inFrontOf(EmbeddedS3.shared().endpoint(), pace)) {
            slow.fail(1, ProxyFault.throttle(2_000_000));

            try (Socket socket = get(slow, PATH)) {
                assertThat(socket.getInputStream().readNBytes(OBJECT.length)).hasSize(OBJECT.length);
                Eventually.until(
                        "the wait after the last byte", () -> pace.passed().equals(Duration.ofMillis(500)));
            }
        }
    }

    @RepeatedTest(20)
    void refuses_connections_until_it_takes_them_again() throws IOException {
        proxy.refuseConnections();
        assertThatThrownBy(this::get).isInstanceOf(ConnectException.class);

        proxy.acceptConnections();

        try (Socket socket = get()) {
            assertThat(socket.getInputStream().readNBytes(OBJECT.length)).hasSize(OBJECT.length);
        }
    }

    @Test
    void makes_the_server_wait_for_a_client_that_does_not_read() throws IOException {
        int size = 24_000_000;
        try (S3Client client = EmbeddedS3.shared().client()) {
            client.putObject(
                    request -> request.bucket(EmbeddedS3.RECORDINGS).key("proxied large"),
                    RequestBody.fromBytes(new byte[size]));
        }

        try (Socket socket = get("/recordings/proxied%20large")) {
            Eventually.unchanged("no more delivery", proxy::bodyBytesDelivered);

            assertThat(proxy.bodyBytesDelivered()).isLessThan(size);
        }
        waitForNoConnections();
    }

    private Socket get() throws IOException {
        return get(PATH);
    }

    private Socket get(String path) throws IOException {
        return get(proxy, path);
    }

    private static Socket get(FaultyProxy through, String path) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), through.endpoint().getPort());
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static byte[] bodyOf(Socket socket) throws IOException {
        byte[] all = socket.getInputStream().readAllBytes();
        String text = new String(all, StandardCharsets.ISO_8859_1);
        int body = text.indexOf("\r\n\r\n") + 4;
        return Arrays.copyOfRange(all, body, all.length);
    }

    private void waitForNoConnections() {
        Eventually.until("no open connection", () -> proxy.openConnections() == 0);
    }
}
