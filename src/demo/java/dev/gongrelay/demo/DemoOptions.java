package dev.gongrelay.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.simulator.ByteSize;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the demo relays, and how.
 *
 * @param recording the user's own file, if there is one
 * @param name the recording's file name
 * @param length the recording's size in bytes
 * @param details the call's details, which become the sidecar
 * @param port the simulator's port, 0 for a free one
 * @param queued whether the event comes by way of a queue, and Gong is busy at first
 * @param kept whether the simulator stays until Ctrl-C
 * @param checked whether the function is asked for a check before the event comes
 * @param awaited whether Gong is asked in the end if the call appeared
 * @param fault what goes wrong
 */
record DemoOptions(
        Optional<Path> recording,
        String name,
        long length,
        JsonNode details,
        int port,
        boolean queued,
        boolean kept,
        boolean checked,
        boolean awaited,
        DemoFault fault) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads the options; a property that isn't given is null.
     *
     * @throws IllegalArgumentException with what to do, when some of them are wrong
     */
    static DemoOptions read(UnaryOperator<@Nullable String> properties, Instant now) {
        Map<String, String> given = new HashMap<>();
        OptionCheck.names().forEach(name -> {
            String value = properties.apply(name);
            if (value != null) {
                given.put(name, value);
            }
        });
        List<String> problems = OptionCheck.problems(given);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        Optional<Path> recording = Optional.ofNullable(given.get("demo.recording"))
                .map(name -> Path.of(name).toAbsolutePath().normalize());
        return new DemoOptions(
                recording,
                recording.map(file -> String.valueOf(file.getFileName())).orElse("two voices.wav"),
                recording.isPresent()
                        ? length(recording.get())
                        : new Conversation(ByteSize.parse(given.getOrDefault("demo.size", "100MB"))).length(),
                given.containsKey("demo.details") ? details(Path.of(given.get("demo.details"))) : someDetails(now),
                Integer.parseInt(given.getOrDefault("demo.port", "0")),
                Boolean.parseBoolean(given.get("demo.queue")),
                Boolean.parseBoolean(given.get("demo.keep")),
                Boolean.parseBoolean(given.get("demo.check")),
                Boolean.parseBoolean(given.get("demo.arrival")),
                given.containsKey("demo.fault") ? DemoFault.of(given.get("demo.fault")) : DemoFault.NONE);
    }

    /** Opens the recording, from its start. */
    InputStream open() throws IOException {
        return recording.isPresent() ? Files.newInputStream(recording.get()) : new Conversation(length);
    }

    /** The recording, for people. */
    String description() {
        return recording.map(file -> "your file " + file).orElse("a stereo WAV of two voices");
    }

    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("-Ddemo.recording: " + file + " can't be read: " + e.getMessage(), e);
        }
    }

    /** The details in a file that was checked to hold a JSON object. */
    private static JsonNode details(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new IllegalArgumentException("-Ddemo.details: " + file + " can't be read: " + e.getMessage(), e);
        }
    }

    private static JsonNode someDetails(Instant now) {
        ObjectNode details = JSON.createObjectNode()
                .put("title", "A demo of Gong Relay")
                .put("actualStart", now.truncatedTo(ChronoUnit.SECONDS).toString())
                .put("direction", "Outbound")
                .put("primaryUser", "234599484848423");
        details.putArray("parties")
                .add(JSON.createObjectNode()
                        .put("userId", "234599484848423")
                        .put("name", "Robin Rep")
                        .put("mediaChannelId", 0))
                .add(JSON.createObjectNode().put("name", "Casey Customer").put("mediaChannelId", 1));
        return details;
    }
}
