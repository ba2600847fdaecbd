package dev.gongrelay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GongSimulatorFaultTest {
    private static final String CALL = """
            {"clientUniqueId": "one", "actualStart": "2026-01-31T09:30:00Z", "direction": "Inbound",
             "primaryUser": "1", "parties": [{"userId": "1"}]}""";
    private static final String HEAD = """
            --b\r
            Content-Disposition: form-data; name="mediaFile"; filename="a.wav"\r
            Content-Type: audio/wav\r
            \r
            """;
    private static final String TAIL = "\r\n--b--\r\n";

    private final HandPace pace = new HandPace();
    private final GongSimulator gong =
            GongSimulator.options().requestsPerSecond(0).pace(pace).start();
    private String callId = "";

    @BeforeEach
    void register() throws IOException {
        try (Socket socket = connect()) {
            post(socket);
            assertThat(answer(socket)).startsWith("HTTP/1.1 201 ");
        }
        callId = gong.calls().get(0).callId();
    }

    @AfterEach
    void close() {
        gong.close();
    }

    @Test
    void answers_before_the_body_has_come() throws IOException {
        gong.failUploads(
                1,
                Fault.answer(503)
                        .header("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT")
                        .html("<h1>Sorry</h1>"));

        try (Socket socket = connect()) {
            putHead(socket, 1_000_000_000);

            assertThat(answer(socket))
                    .startsWith("HTTP/1.1 503 ")
                    .containsIgnoringCase("retry-after: Wed, 21 Oct 2026 07:28:00 GMT")
                    .containsIgnoringCase("content-type: text/html")
                    .endsWith("<h1>Sorry</h1>");
        }
        GongUpload upload = gong.uploads().get(0);
        assertThat(upload.status()).isEqualTo(503);
        assertThat(upload.bytes()).isZero();
    }

    @Test
    void counts_what_still_comes_after_an_early_answer_and_accepts_none_of_it() throws IOException {
        gong.failUploads(1, Fault.answer(401));

        try (Socket socket = connect()) {
            put(socket, new byte[500_000]);
            assertThat(answer(socket)).startsWith("HTTP/1.1 401 ");
            Eventually.until("the body's end", () -> gong.uploads().get(0).received() > 500_000);
            put(socket, new byte[10]);
            assertThat(answer(socket)).startsWith("HTTP/1.1 201 ");
        }
        assertThat(gong.uploads()).extracting(GongUpload::accepted).containsExactly(false, true);
    }

    @Test
    void answers_after_the_body_and_accepts_nothing_unless_told() throws IOException {
        gong.failUploads(1, Fault.answerAfterBody(500));
        gong.failUploads(1, Fault.answerAfterBody(502).html("<html>").accepting());

        try (Socket socket = connect()) {
            put(socket, new byte[100]);
            assertThat(answer(socket)).startsWith("HTTP/1.1 500 ");
            put(socket, new byte[100]);
            assertThat(answer(socket)).startsWith("HTTP/1.1 502 ");
            put(socket, new byte[100]);
            assertThat(answer(socket)).startsWith("HTTP/1.1 400 ").contains("has already been handled");
        }
        assertThat(gong.uploads()).extracting(GongUpload::accepted).containsExactly(false, true, false);
    }

    @Test
    void resets_the_connection() throws IOException {
        gong.failUploads(1, Fault.resetAfter(200_000));

        try (Socket socket = connect()) {
            assertThatThrownBy(() -> {
                        put(socket, new byte[24_000_000]);
                        socket.getInputStream().read();
                    })
                    .isInstanceOf(SocketException.class);
        }

        Eventually.until("the upload's end", () -> gong.uploads().get(0).ended() != null);
        GongUpload upload = gong.uploads().get(0);
        assertThat(upload.received()).isBetween(200_000L, 400_000L);
        assertThat(upload.status()).isZero();
        assertThat(upload.outcome()).startsWith("the connection ended after");
    }

    @Test
    void closes_without_an_answer() throws IOException {
        gong.failUploads(1, Fault.closeAfterBody());

        try (Socket socket = connect()) {
            put(socket, new byte[100]);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(gong.uploads().get(0).accepted()).isFalse();
    }

    @Test
    void accepts_and_loses_the_answer() throws IOException {
        gong.failUploads(1, Fault.loseAnswer());
        gong.failCalls(1, Fault.loseAnswer());

        try (Socket socket = connect()) {
            put(socket, new byte[100]);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        try (Socket socket = connect()) {
            put(socket, new byte[100]);
            assertThat(answer(socket)).contains("has already been handled");
        }
        assertThat(gong.uploads()).extracting(GongUpload::accepted).containsExactly(true, false);
    }

    @Test
    void stops_reading_until_told_otherwise() throws IOException {
        gong.failUploads(1, Fault.stopReadingAfter(100_000));

        try (Socket socket = connect()) {
            Thread writer = new Thread(() -> putQuietly(socket, new byte[24_000_000]));
            writer.start();
            untilStanding();
            assertThat(gong.uploads().get(0).received()).isLessThan(1_000_000);
            assertThat(writer.isAlive()).isTrue();

            gong.resumeReading();

            assertThat(answer(socket)).startsWith("HTTP/1.1 201 ");
        }
    }

    @Test
    void stops_reading_for_a_while() throws IOException {
        gong.failUploads(1, Fault.stopReadingAfter(0, Duration.ofMillis(300)));

        try (Socket socket = connect()) {
            put(socket, new byte[1_000_000]);
            assertThat(answer(socket)).startsWith("HTTP/1.1 201 ");
        }
        assertThat(pace.passed()).isEqualTo(Duration.ofMillis(300));
    }

    @Test
    void reads_slowly() throws IOException {
        gong.failUploads(1, Fault.readSlowly(1_000_000));

        try (Socket socket = connect()) {
            put(socket, new byte[500_000]);
            assertThat(answer(socket)).startsWith("HTTP/1.1 201 ");
        }
        assertThat(pace.passed()).isBetween(Duration.ofMillis(300), Duration.ofMillis(501));
    }

    @Test
    void never_answers_and_keeps_the_connection() throws IOException {
        gong.failUploads(1, Fault.neverAnswer());

        try (Socket socket = connect()) {
            put(socket, new byte[100]);
            socket.setSoTimeout(300);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            assertThat(gong.openConnections()).isEqualTo(1);
        }

        Eventually.until("no open connection", () -> gong.openConnections() == 0);
        assertThat(gong.uploads().get(0).accepted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void accepts_nothing_whose_length_is_not_the_content_length(int difference) throws IOException {
        byte[] body = body(new byte[1000]);

        try (Socket socket = connect()) {
            putHead(socket, body.length + difference);
            socket.getOutputStream().write(body);
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        }

        Eventually.until("the upload's end", () -> gong.uploads().get(0).ended() != null);
        assertThat(gong.uploads().get(0).accepted()).isFalse();
    }

    @Test
    void accepts_nothing_when_bytes_follow_the_closing_delimiter() throws IOException {
        byte[] body = (HEAD + "abc" + TAIL + "more").getBytes(StandardCharsets.US_ASCII);

        try (Socket socket = connect()) {
            putHead(socket, body.length);
            socket.getOutputStream().write(body);

            assertThat(answer(socket)).startsWith("HTTP/1.1 400 ").contains("follow the closing delimiter");
        }
        assertThat(gong.uploads().get(0).accepted()).isFalse();
    }

    @Test
    void fails_in_the_order_of_the_script() throws IOException {
        gong.failUploads(1, Fault.none());
        gong.failUploads(1, Fault.answerAfterBody(500));
        gong.failUploads(1, Fault.answer(503));

        try (Socket socket = connect()) {
            put(socket, new byte[100]);
            assertThat(answer(socket)).startsWith("HTTP/1.1 201 ");
            put(socket, new byte[100]);
            assertThat(answer(socket)).startsWith("HTTP/1.1 500 ");
            put(socket, new byte[100]);
            assertThat(answer(socket)).startsWith("HTTP/1.1 503 ");
            put(socket, new byte[100]);
            assertThat(answer(socket)).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void tells_uploads_of_one_call_that_overlap_from_those_that_follow_each_other() throws IOException {
        gong.failUploads(1, Fault.stopReadingAfter(0));
        gong.failUploads(2, Fault.neverAnswer());
        try (Socket first = connect()) {
            putHead(first, 100);
            Eventually.until("a first upload", () -> gong.uploads().size() == 1);
        }

        try (Socket second = connect();
                Socket third = connect()) {
            put(second, new byte[100]);
            Eventually.until("a second upload", () -> gong.uploads().size() == 2);
            Eventually.until("its body", () -> gong.uploads().get(1).bytes() == 100);
            assertThat(gong.overlappingUploads()).isZero();

            put(third, new byte[100]);
            Eventually.until("a third upload", () -> gong.uploads().size() == 3);
            Eventually.until("its body", () -> gong.uploads().get(2).bytes() == 100);
            assertThat(gong.overlappingUploads()).isEqualTo(1);
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), gong.baseUrl().getPort());
    }

    private static String authorization() {
        byte[] pair = "simulator:simulator-secret".getBytes(StandardCharsets.US_ASCII);
        return "Host: 127.0.0.1\r\nAuthorization: Basic " + Base64.getEncoder().encodeToString(pair) + "\r\n";
    }

    private static void post(Socket socket) throws IOException {
        write(
                socket.getOutputStream(),
                "POST /v2/calls HTTP/1.1\r\n" + authorization() + "Content-Type: application/json\r\nContent-Length: "
                        + CALL.length() + "\r\n\r\n" + CALL);
    }

    private void putHead(Socket socket, long contentLength) throws IOException {
        write(
                socket.getOutputStream(),
                "PUT /v2/calls/" + callId + "/media HTTP/1.1\r\n" + authorization()
                        + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: " + contentLength
                        + "\r\n\r\n");
    }

    private void put(Socket socket, byte[] media) throws IOException {
        byte[] body = body(media);
        putHead(socket, body.length);
        socket.getOutputStream().write(body);
    }

    private void putQuietly(Socket socket, byte[] media) {
        try {
            put(socket, media);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] body(byte[] media) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        write(body, HEAD);
        body.write(media);
        write(body, TAIL);
        return body.toByteArray();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads one answer with a Content-Length. */
    private static String answer(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("the connection ended after " + head);
            }
            head.append((char) next);
        }
        String length = head.toString().replaceFirst("(?is).*content-length: (\\d+).*", "$1");
        byte[] body = socket.getInputStream().readNBytes(Integer.parseInt(length));
        return head + new String(body, StandardCharsets.UTF_8);
    }

    private void untilStanding() {
        Eventually.unchanged(
                "no more reading",
                () -> gong.uploads().stream().mapToLong(GongUpload::received).sum());
    }
}
