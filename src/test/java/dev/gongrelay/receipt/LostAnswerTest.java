package dev.gongrelay.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gongrelay.event.Announcement;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.gong.UploadResult;
import dev.gongrelay.recording.CallDetails;
import dev.gongrelay.recording.TestDetails;
import dev.gongrelay.simulator.EmbeddedS3;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Connections that break after S3 has done what was asked, before its answer is through. */
class LostAnswerTest {
    private static final Duration LEASE = Duration.ofMinutes(15);
    private static final int EVERY_TRY = 100;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CallDetails DETAILS = TestDetails.of("unique-1");
    private static final UploadResult UPLOADED = new UploadResult(
            "777", "https://app.gong.io/call?id=777", "request-1", UploadResult.Kind.UPLOADED, 1, true);

    private final FakeClock clock = new FakeClock();
    private final RecordingReference recording = new RecordingReference("calls", UUID.randomUUID() + ".wav", null);
    private final LossyProxy proxy = new LossyProxy();
    private final S3Client s3 = EmbeddedS3.client(proxy.endpoint());
    private final Receipts receipts = Settings.in(EmbeddedS3.RECORDINGS).receipts(s3, clock);

    @BeforeEach
    void start() {
        proxy.start();
    }

    @AfterEach
    void stop() {
        s3.close();
        proxy.close();
    }

    @Test
    void recognises_its_own_claim() throws Exception {
        proxy.loseAnswersToPuts(1);

        Claim claim = receipts.claim(recording, LEASE, Announcement.PLAIN);

        assertThat(proxy.lost()).isEqualTo(1);
        assertThat(claim.relayed()).isEmpty();
        assertThat(stored().path("attempts").intValue()).isEqualTo(1);
        TransientException elsewhere = catchThrowableOfType(
                TransientException.class, () -> receipts.claim(recording, LEASE, Announcement.PLAIN));
        assertThat(elsewhere.code()).isEqualTo(FailureCode.CLAIMED_ELSEWHERE);
    }

    @Test
    void recognises_its_own_taking_over() throws Exception {
        receipts.claim(recording, LEASE, Announcement.PLAIN).checkpoint("777", DETAILS, "\"tag\"", 4096);
        clock.advance(LEASE);
        proxy.loseAnswersToPuts(1);

        Claim claim = receipts.claim(recording, LEASE, Announcement.PLAIN);

        assertThat(proxy.lost()).isEqualTo(1);
        assertThat(claim.callOf(DETAILS)).contains("777");
        assertThat(stored().path("attempts").intValue()).isEqualTo(2);
    }

    @Test
    void recognises_every_note_of_its_own() throws Exception {
        Claim claim = receipts.claim(recording, LEASE, Announcement.PLAIN);
        proxy.loseAnswersToPuts(1);
        claim.checkpoint("777", DETAILS, "\"tag\"", 4096);
        proxy.loseAnswersToPuts(1);
        TransientException throttled = new TransientException(FailureCode.GONG_THROTTLED, "429", null);
        claim.release(throttled);
        Claim second = receipts.claim(recording, LEASE, Announcement.PLAIN);
        proxy.loseAnswersToPuts(1);
        second.reject(new PermanentException(FailureCode.GONG_REFUSED, "400"));
        Claim third = receipts.claim(recording, LEASE, Announcement.PLAIN);
        proxy.loseAnswersToPuts(1);

        Receipt receipt = third.complete(UPLOADED, List.of());

        assertThat(proxy.lost()).isEqualTo(4);
        assertThat(throttled.getSuppressed()).isEmpty();
        assertThat(receipt.state()).isEqualTo(ReceiptState.RELAYED);
        assertThat(stored()).isEqualTo(JSON.readTree(receipt.toString()));
        assertThat(stored().path("attempts").intValue()).isEqualTo(3);
    }

    @Test
    void goes_on_after_a_note_of_which_it_never_heard() throws Exception {
        Claim claim = receipts.claim(recording, LEASE, Announcement.PLAIN);
        proxy.loseAnswersToPuts(EVERY_TRY);
        TransientException unheard =
                catchThrowableOfType(TransientException.class, () -> claim.checkpoint("777", DETAILS, "\"tag\"", 4096));
        proxy.loseAnswersToPuts(0);

        claim.release(unheard);

        assertThat(unheard.code()).isEqualTo(FailureCode.RECEIPT_UNAVAILABLE);
        assertThat(unheard.getSuppressed()).isEmpty();
        assertThat(stored().path("code").asText()).isEqualTo("receipt-unavailable");
        assertThat(receipts.claim(recording, LEASE, Announcement.PLAIN).callOf(DETAILS))
                .contains("777");
    }

    @Test
    void leaves_a_completed_receipt_alone_although_it_never_heard_of_it() throws Exception {
        Claim claim = receipts.claim(recording, LEASE, Announcement.PLAIN);
        proxy.loseAnswersToPuts(EVERY_TRY);
        TransientException unheard =
                catchThrowableOfType(TransientException.class, () -> claim.complete(UPLOADED, List.of()));
        proxy.loseAnswersToPuts(0);

        claim.release(unheard);

        assertThat(stored().path("state").asText()).isEqualTo("relayed");
        assertThat(receipts.claim(recording, LEASE, Announcement.PLAIN).relayed())
                .isPresent();
    }

    private JsonNode stored() throws IOException {
        return JSON.readTree(s3.getObjectAsBytes(request ->
                        request.bucket(EmbeddedS3.RECORDINGS).key("receipts/calls/" + recording.key() + ".json"))
                .asByteArray());
    }

    /** Passes every request on, and closes the connection instead of answering when told so. */
    private static final class LossyProxy implements AutoCloseable {
        private static final Set<String> NOT_PASSED_ON = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

        static {
            NOT_PASSED_ON.addAll(List.of("Host", "Connection", "Content-Length", "Transfer-Encoding", "Expect"));
        }

        private final HttpServer server;
        private final HttpClient client = HttpClient.newHttpClient();
        private final AtomicInteger toLose = new AtomicInteger();
        private final AtomicInteger lost = new AtomicInteger();

        LossyProxy() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            server.createContext("/", this::handle);
        }

        void start() {
            server.start();
        }

        URI endpoint() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        }

        void loseAnswersToPuts(int next) {
            toLose.set(next);
        }

        int lost() {
            return lost.get();
        }

        private void handle(HttpExchange exchange) throws IOException {
            try (exchange) {
                HttpResponse<byte[]> answer = passOn(exchange);
                if (exchange.getRequestMethod().equals("PUT") && toLose.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                    lost.incrementAndGet();
                    return;
                }
                answer.headers().map().forEach((name, values) -> {
                    if (!NOT_PASSED_ON.contains(name)) {
                        exchange.getResponseHeaders().put(name, values);
                    }
                });
                exchange.sendResponseHeaders(
                        answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
                exchange.getResponseBody().write(answer.body());
            }
        }

        private HttpResponse<byte[]> passOn(HttpExchange exchange) throws IOException {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            EmbeddedS3.shared().endpoint().resolve(exchange.getRequestURI()))
                    .version(HttpClient.Version.HTTP_1_1)
                    .method(
                            exchange.getRequestMethod(),
                            HttpRequest.BodyPublishers.ofByteArray(
                                    exchange.getRequestBody().readAllBytes()));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (!NOT_PASSED_ON.contains(name)) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            try {
                return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
