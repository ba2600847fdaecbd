package dev.gongrelay.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the emulator's answers mean. NativeRelayIT has the emulator itself, where there is one. */
@SuppressWarnings("NullAway.Init")
class RuntimeInterfaceEmulatorTest {
    private static final String TEST_EVENT = "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}";

    private final Queue<String> events = new ConcurrentLinkedQueue<>();
    private RuntimeInterfaceEmulator emulator;
    private HttpServer server;
    private volatile int status = 200;
    private volatile String body = "null";

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        emulator = RuntimeInterfaceEmulator.of(Path.of("/none"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), emulator.port()), 0);
        server.createContext("/2015-03-31/functions/function/invocations", exchange -> {
            events.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] answer = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
    }

    @AfterEach
    void stop() {
        emulator.close();
        server.stop(0);
    }

    @Test
    void starts_the_function_with_an_event_that_announces_nothing_as_soon_as_it_can() {
        server.start();

        emulator.firstPoll().join();

        assertThat(events).containsExactly(TEST_EVENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"502 | ''", "200 | {\"errorMessage\":\"no\",\"errorType\":\"X\"}", "200 | Task timed out"})
    void has_no_function_where_the_first_event_fails(int code, String text) {
        status = code;
        body = text;
        server.start();

        assertThatThrownBy(() -> emulator.firstPoll().join()).hasMessageContaining(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null | false",
                "{\"batchItemFailures\":[]} | false",
                "{\"errorMessage\":\"gong-unauthorized\",\"errorType\":\"E\"} | true",
                "{\"errorMessage\":\"x\",\"errorType\":\"E\",\"stackTrace\":[]} | true"
            })
    void tells_errors_from_responses(String text, boolean failed) {
        server.start();
        emulator.firstPoll().join();
        body = text;

        Reply reply = emulator.send("{}", PackagedFunction.LONGEST).join();

        assertThat(reply.body()).isEqualTo(text);
        assertThat(reply.failed()).isEqualTo(failed);
        assertThat(reply.took()).isPositive();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "502 | {\"errorType\":\"Runtime.ExitError\"} | ended before it answered",
                "502 | '' | says 502",
                "400 | '' | says 400",
                "200 | Task timed out after 900.00 seconds | did not answer"
            })
    void fails_an_event_that_the_function_does_not_answer(int code, String text, String message) {
        server.start();
        emulator.firstPoll().join();
        status = code;
        body = text;

        var reply = emulator.send("{}", PackagedFunction.LONGEST);

        assertThatThrownBy(reply::join).hasMessageContaining(message).hasMessageContaining(text);
    }

    @Test
    void fails_whatever_is_asked_when_the_emulator_has_ended() {
        server.start();
        emulator.firstPoll().join();

        emulator.end(new IllegalStateException("it ended"));

        assertThatThrownBy(() -> emulator.send("{}", PackagedFunction.LONGEST).join())
                .hasMessageContaining("it ended");
    }

    @Test
    void refuses_a_time_limit_that_the_emulator_can_not_give() {
        assertThatThrownBy(() -> emulator.send("{}", Duration.ofSeconds(5))).hasMessageContaining("PT15M");
    }

    @Test
    void tells_what_an_emulator_said_that_can_not_start() throws IOException {
        Path program = Files.writeString(
                folder.resolve("emulator"), "#!/bin/sh\necho \"address already in use: $2, $4, $5\" >&2\nexit 2\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        var artifact = new Artifact("native", folder, List.of("/bootstrap"), Map.of(), program);

        assertThatThrownBy(() -> PackagedFunction.start(artifact, Map.of()))
                .hasMessageMatching("(?s).*address already in use: 127.0.0.1:\\d+, 127.0.0.1:\\d+, /bootstrap.*")
                .hasStackTraceContaining("AWS's emulator ended with exit code 2");
    }
}
