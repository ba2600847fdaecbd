package dev.gongrelay.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.connect.Contacts;
import dev.gongrelay.connect.TestContacts;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.source.MediaFormat;
import dev.gongrelay.source.SourceObject;
import dev.gongrelay.source.TestSource;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Shows in a terminal what a mapping makes of a sample: the details, where each field comes from, and what is wrong.
 * docs/producers.md has the command.
 */
public final class MappingTrial {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    /** What can be the name of a bundled mapping, and not an expression. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]+");

    private static final String USAGE =
            "Say -Dmapping.file=FILE, or the name of a bundled mapping, and -Dmapping.sample=FILE";
    private static final String KEY = "key";
    private static final String ANY_KEY = "recordings/0007.wav";

    private final PrintStream out;
    private final RelayConfig settings;

    private MappingTrial(PrintStream out, RelayConfig settings) {
        this.out = out;
        this.settings = settings;
    }

    /** Reads the command's two properties; the exit code is 0 if the recording could be relayed or is skipped. */
    public static void main(String[] arguments) {
        String mapping = System.getProperty("mapping.file", "");
        String sample = System.getProperty("mapping.sample", "");
        System.exit(run(mapping, sample, System.getenv(), System.out) ? 0 : 1);
    }

    /** Tries a mapping; returns whether the recording could be relayed or is skipped. */
    static boolean run(String mapping, String sample, Map<String, String> environment, PrintStream out) {
        if (mapping.isEmpty() || sample.isEmpty()) {
            out.println(USAGE);
            return false;
        }
        try {
            String text = text(mapping);
            JsonNode document = document(sample);
            return new MappingTrial(out, settings(text, document, environment)).show(document);
        } catch (ConfigValidationException | IOException e) {
            out.println(e.getMessage());
        } catch (DateTimeParseException e) {
            out.println("lastModified of the sample must be a time such as 2026-01-31T09:30:00Z");
        }
        return false;
    }

    /** The mapping in a file, or the name of a bundled one. */
    private static String text(String mapping) throws IOException {
        Path file = Path.of(mapping);
        if (Files.isRegularFile(file)) {
            try {
                return Files.readString(file);
            } catch (MalformedInputException e) {
                throw new IOException("The mapping " + file + " is not UTF-8 text", e);
            }
        }
        if (!NAME.matcher(mapping).matches()) {
            throw new IOException("There is no file " + mapping + ", and no bundled mapping of this name");
        }
        return mapping;
    }

    private static JsonNode document(String sample) throws IOException {
        try {
            JsonNode document = JSON.readTree(Path.of(sample).toFile());
            if (!document.isMissingNode()) {
                return document;
            }
        } catch (JsonProcessingException e) {
            throw new IOException("The sample " + sample + " is not a JSON document: " + e.getOriginalMessage(), e);
        }
        throw new IOException("The sample " + sample + " is not a JSON document: it is empty");
    }

    private static RelayConfig settings(String mapping, JsonNode sample, Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put(
                "RELAY_CONNECT_INSTANCE",
                sample.path(KEY).isTextual() && sample.has(SampleContact.CONTACT) ? SampleContact.INSTANCE : "");
        variables.put("RELAY_RECORDINGS_MAPPING", mapping);
        variables.putIfAbsent("RELAY_GONG_BASE_URL", "https://api.gong.io");
        variables.putIfAbsent("RELAY_GONG_ACCESS_KEY", "none");
        variables.putIfAbsent("RELAY_GONG_ACCESS_KEY_SECRET", "none");
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .addDiscoveredInterceptors()
                .withSources(new EnvConfigSource(variables, 300))
                .withMapping(RelayConfig.class)
                .build()
                .getConfigMapping(RelayConfig.class);
    }

    private boolean show(JsonNode sample) throws IOException {
        boolean isWhole = sample.path(KEY).isTextual();
        SourceObject object = object(isWhole ? sample : JSON.createObjectNode());
        JsonNode sidecar = isWhole ? sample.get("sidecar") : sample;
        DetailReader reader = reader(sidecar == null ? null : JSON.writeValueAsBytes(sidecar), sample);
        DetailLayers layers = new DetailLayers();
        try {
            CallDetails details = reader.read(object, new MediaFormat("wav", "audio/wav", 1), layers);
            show(object, layers);
            details.warnings().forEach(warning -> out.println("Warning: " + warning));
            out.println("Nothing is wrong with it.");
            return true;
        } catch (SkippedException e) {
            out.println("The recording is skipped: " + e.reason());
            return true;
        } catch (RelayException e) {
            show(object, layers);
            out.println(e.code() + ": " + e.getMessage());
            return false;
        }
    }

    private void show(SourceObject object, DetailLayers layers) throws IOException {
        out.println("The call that the recording " + object + " would have:");
        out.println(JSON.writeValueAsString(layers.document()));
        out.println();
        layers.document()
                .fieldNames()
                .forEachRemaining(field -> out.printf("%-18s from %s%n", field, layers.origin(field)));
        out.println();
    }

    private DetailReader reader(byte @Nullable [] sidecar, JsonNode sample) {
        OneSidecar s3 = new OneSidecar(sidecar);
        Mappings mappings = new Mappings(TestSource.mappings(s3), settings, System::nanoTime);
        Contacts contacts = TestContacts.of(new SampleContact(sample), settings, System::nanoTime);
        return new DetailReader(
                TestSource.objects(s3), mappings, contacts, settings, Clock.systemUTC(), System::nanoTime);
    }

    private static SourceObject object(JsonNode sample) {
        Map<String, String> metadata = new HashMap<>();
        if (sample.path("metadata") instanceof ObjectNode fields) {
            fields.properties()
                    .forEach(field ->
                            metadata.put(field.getKey(), field.getValue().asText()));
        }
        return new SourceObject(
                new RecordingReference(
                        sample.path("bucket").asText("recordings"),
                        sample.path(KEY).asText(ANY_KEY),
                        null),
                sample.path("size").asLong(1_000_000),
                "\"0\"",
                sample.path("contentType").asText("audio/wav"),
                Instant.parse(sample.path("lastModified").asText("2026-01-31T09:30:00Z")),
                metadata);
    }
}
