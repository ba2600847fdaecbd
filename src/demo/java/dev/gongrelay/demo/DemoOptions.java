package dev.gongrelay.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.simulator.ByteSize;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the demo relays.
 *
 * @param recording the user's own file, if there is one
 * @param name the recording's file name
 * @param length the recording's size in bytes
 * @param description what the recording is, for people
 * @param details the call's details, which become the sidecar
 * @param port the simulator's port, 0 for a free one
 * @param queued whether the event comes by way of a queue, and Gong is busy at first
 */
record DemoOptions(
        Optional<Path> recording,
        String name,
        long length,
        String description,
        JsonNode details,
        int port,
        boolean queued) {
    /** Gong's limit, 1.5 GB (Gong, "Add call media", 2025-11-17). */
    private static final long LARGEST = 1_500_000_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads the options; a property that isn't given is null.
     *
     * @throws IllegalArgumentException with what to do, when one of them is wrong
     */
    static DemoOptions read(UnaryOperator<@Nullable String> properties, Instant now) {
        String recording = properties.apply("demo.recording");
        JsonNode details = details(properties.apply("demo.details"), now);
        int port = port(properties.apply("demo.port"));
        boolean queued = queued(properties.apply("demo.queue"));
        if (recording != null) {
            Path file = file("demo.recording", recording);
            long length = length(file);
            String name = String.valueOf(file.getFileName());
            return new DemoOptions(Optional.of(file), name, length, "your file " + file, details, port, queued);
        }
        String size = properties.apply("demo.size");
        Conversation conversation = new Conversation(size(size == null ? "100MB" : size));
        return new DemoOptions(
                Optional.empty(),
                "two voices.wav",
                conversation.length(),
                "a stereo WAV of two voices, " + time(conversation.duration()) + " long",
                details,
                port,
                queued);
    }

    /** Opens the recording anew. */
    InputStream open() throws IOException {
        return recording.isPresent() ? Files.newInputStream(recording.get()) : new Conversation(length);
    }

    private static long size(String text) {
        long size;
        try {
            size = ByteSize.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("-Ddemo.size: " + e.getMessage(), e);
        }
        if (size < 1000 || size > LARGEST) {
            throw new IllegalArgumentException(
                    "-Ddemo.size=" + text + ": choose a size from 1kB to 1.5GB, which is Gong's limit");
        }
        return size;
    }

    private static long length(Path file) {
        long length;
        try {
            length = Files.size(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("-Ddemo.recording: " + file + " can't be read: " + e.getMessage(), e);
        }
        if (length == 0) {
            throw new IllegalArgumentException("-Ddemo.recording: " + file + " is empty; name a recording");
        }
        return length;
    }

    private static Path file(String property, String name) {
        Path file = Path.of(name).toAbsolutePath().normalize();
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IllegalArgumentException(
                    "-D" + property + ": there is no file " + file + " that can be read; check the path");
        }
        return file;
    }

    private static int port(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException("-Ddemo.port=" + text + " is no port: choose one from 1024 to 65535");
        }
        return Integer.parseInt(text);
    }

    private static boolean queued(@Nullable String text) {
        if (text != null && !text.matches("true|false")) {
            throw new IllegalArgumentException("-Ddemo.queue=" + text + ": choose true or false");
        }
        return Boolean.parseBoolean(text);
    }

    private static JsonNode details(@Nullable String name, Instant now) {
        if (name == null) {
            return someDetails(now);
        }
        Path file = file("demo.details", name);
        try {
            JsonNode details = JSON.readTree(file.toFile());
            if (details.isObject()) {
                return details;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "-Ddemo.details: " + file + " is no JSON: " + e.getOriginalMessage() + " in line "
                            + e.getLocation().getLineNr(),
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException("-Ddemo.details: " + file + " can't be read: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("-Ddemo.details: " + file + " must hold a JSON object, as in README.md");
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

    private static String time(Duration duration) {
        return duration.toHours() > 0
                ? duration.toHours() + " h " + duration.toMinutesPart() + " min"
                : duration.toMinutes() > 0
                        ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
                        : duration.toSeconds() + " s";
    }
}
