package dev.gongrelay.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gongrelay.check.AuditCsv;
import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.lambda.Reply;
import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.GongSimulator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Says what would become of the recordings in a local folder, with sidecars beside them, if they were in a bucket: by
 * the packaged function, in front of an S3 on this machine. Nothing is sent anywhere. Settings come from environment
 * variables {@code RELAY_*}; with those of Gong, its users are read, and nothing else.
 */
public final class FolderAudit {
    private static final int BATCH = 50;
    private static final String GONG = "RELAY_GONG_BASE_URL";
    private static final String SUFFIX = "RELAY_RECORDINGS_SIDECAR_SUFFIX";

    private final Path folder;
    private final S3Client s3;
    private final PackagedFunction function;
    private final String suffix;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Integer> outcomes = new TreeMap<>();

    private FolderAudit(Path folder, S3Client s3, PackagedFunction function, String suffix) {
        this.folder = folder;
        this.s3 = s3;
        this.function = function;
        this.suffix = suffix;
    }

    /** Reads {@code audit.folder} and writes {@code audit.out}; ends with 2 if one of them can't be. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(System.getProperty("audit.folder", ""));
        Path out = Path.of(System.getProperty("audit.out", "audit.csv"));
        if (folder.toString().isEmpty() || !Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "-Daudit.folder must be a folder with recordings, and is " + folder.toAbsolutePath());
        }
        if (Files.exists(out)) {
            throw new IllegalArgumentException(out + " exists already; choose another file with -Daudit.out");
        }
        Map<String, String> settings = new HashMap<>();
        System.getenv().forEach((name, value) -> {
            if (name.startsWith("RELAY_")) {
                settings.put(name, value);
            }
        });
        try (EmbeddedS3 s3 = EmbeddedS3.start()) {
            audit(s3, folder, out, settings, System.out);
        }
    }

    /**
     * Audits a folder.
     *
     * @param s3 where the recordings are put while they are looked at
     * @param out where the CSV goes
     * @param settings of the function, by environment variable
     */
    static void audit(EmbeddedS3 s3, Path folder, Path out, Map<String, String> settings, PrintStream print)
            throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        try (S3Client client = s3.client();
                GongSimulator gong =
                        GongSimulator.options().requestsPerSecond(0).start();
                PackagedFunction function = PackagedFunction.start(Artifact.given(), settings(settings, s3, gong));
                Writer csv = Files.newBufferedWriter(out)) {
            if (!settings.containsKey(GONG)) {
                print.println(
                        "RELAY_GONG_* is not set: people named by address, extension or number are looked up among"
                                + " the simulator's users.");
            }
            new FolderAudit(folder, client, function, settings.getOrDefault(SUFFIX, ".json")).audit(files, csv, print);
        }
        print.println("One line for each: " + out);
    }

    private static Map<String, String> settings(Map<String, String> given, EmbeddedS3 s3, GongSimulator gong) {
        Map<String, String> settings = new HashMap<>(given);
        // All files are there already: a missing sidecar is not on its way.
        settings.putIfAbsent("RELAY_RECORDINGS_SIDECAR_WAIT", "0s");
        settings.put("RELAY_SOURCE_ENDPOINT", s3.endpoint().toString());
        if (!given.containsKey(GONG)) {
            settings.putAll(gong.settings());
        }
        return settings;
    }

    private void audit(List<Path> files, Writer csv, PrintStream print) throws IOException {
        csv.write(AuditCsv.HEADER);
        List<Path> recordings = files.stream().filter(file -> !isSidecar(file)).toList();
        for (int from = 0; from < recordings.size(); from += BATCH) {
            List<Path> batch = recordings.subList(from, Math.min(from + BATCH, recordings.size()));
            for (JsonNode line : check(batch)) {
                outcomes.merge(
                        (line.path("wouldBe").asText() + " " + line.path("code").asText("")).strip(), 1, Integer::sum);
                csv.write(AuditCsv.line(line));
            }
            print.println(from + batch.size() + " of " + recordings.size() + " files");
        }
        print.println(recordings.size() + " files; nothing was sent. They would be");
        outcomes.forEach((outcome, count) -> print.printf("%9d %s%n", count, outcome));
    }

    /** Has the batch in S3 only meanwhile, so that a large folder does not take its size again. */
    private JsonNode check(List<Path> batch) throws IOException {
        List<String> keys = new ArrayList<>();
        ArrayNode addresses = JsonNodeFactory.instance.arrayNode();
        for (Path file : batch) {
            addresses.add("s3://" + EmbeddedS3.RECORDINGS + "/" + key(file));
            put(file, keys);
            if (Files.isRegularFile(sidecar(file))) {
                put(sidecar(file), keys);
            }
        }
        Reply reply = function.invoke(
                JsonNodeFactory.instance.objectNode().set("check", addresses).toString());
        keys.forEach(key ->
                s3.deleteObject(delete -> delete.bucket(EmbeddedS3.RECORDINGS).key(key)));
        if (reply.failed()) {
            throw new IllegalStateException(reply.text());
        }
        return json.readTree(reply.body()).path("recordings");
    }

    private void put(Path file, List<String> keys) {
        s3.putObject(put -> put.bucket(EmbeddedS3.RECORDINGS).key(key(file)), file);
        keys.add(key(file));
    }

    private String key(Path file) {
        return folder.relativize(file).toString().replace(folder.getFileSystem().getSeparator(), "/");
    }

    private boolean isSidecar(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(suffix)
                && name.length() > suffix.length()
                && Files.exists(file.resolveSibling(name.substring(0, name.length() - suffix.length())));
    }

    private Path sidecar(Path file) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
