package dev.gongrelay.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.Reply;
import dev.gongrelay.simulator.GongUpload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo's story of each fault that {@link DemoIT} does not cover, on one machine for all. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "The demo runs on Linux")
class FaultStoryIT {
    private static final int SIZE = 3_000_000;

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static DemoMachine machine;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Terminal terminal =
            new Terminal(new PrintStream(printed, true, StandardCharsets.UTF_8), true, false, 80);

    @BeforeAll
    static void start() throws IOException {
        Terminal nowhere = new Terminal(new PrintStream(PrintStream.nullOutputStream()), false, false, 80);
        try (Activity starting = new Activity(nowhere, "Starting")) {
            // Its function is told to find S3 silent early; the other faults leave that alone.
            machine = new DemoMachine(options(DemoFault.S3_SILENT), Artifact.given(), starting);
        }
    }

    @AfterAll
    static void stop() {
        machine.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            S3_DROP   | S3 dropped the connection after 1.5 MB of 3 MB         | in the same upload; Gong saw 1 upload
            S3_SILENT | S3 fell silent for 3 s after 1.5 MB of 3 MB            | at byte 1500000 in the same upload; Gong saw 1 upload
            THROTTLED | Gong answered 429 and asked to wait 3 s                | waited as long as Gong asked
            TWICE     | S3 sent the event twice, and two functions took it up  | the other saw its receipt
            """)
    void tells_in_three_lines_what_the_fault_did_and_would_have_cost(DemoFault fault, String happened, String done)
            throws Exception {
        machine.gong().reset();
        machine.source().reset();
        StoredRecording recording = new StoredRecording(machine.client(), options(fault));
        recording.put();

        Reply reply = new FaultStory(machine, terminal, recording.event(), SIZE).deliver(fault);

        String text = printed.toString(StandardCharsets.UTF_8);
        assertThat(reply.failed()).as(text).isFalse();
        assertThat(text).contains(happened);
        assertThat(text.replaceAll("\\s+", " ")).contains(done);
        assertThat(Screen.lines(text))
                .filteredOn(line -> line.matches("  (Fault|Relay|Otherwise) .*"))
                .hasSize(3);
        assertThat(Screen.width(text)).isLessThanOrEqualTo(80);
        assertThat(machine.gong().uploads()).singleElement().matches(GongUpload::accepted);
    }

    /** Uses a recording of its own for each fault, because none is relayed twice. */
    private static DemoOptions options(DemoFault fault) throws IOException {
        Path recording = folder.resolve(fault.text() + ".wav");
        try (Conversation conversation = new Conversation(SIZE)) {
            Files.write(recording, conversation.readAllBytes());
        }
        Map<String, String> options = Map.of("demo.recording", recording.toString(), "demo.fault", fault.text());
        return DemoOptions.read(options::get, Instant.now());
    }
}
