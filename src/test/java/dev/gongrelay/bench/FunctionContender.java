package dev.gongrelay.bench;

import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.lambda.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The packaged function, fed with S3 notifications. */
final class FunctionContender implements Contender {
    private static final String EVENT = """
            {"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put",
            "s3":{"bucket":{"name":"recordings"},"object":{"key":"%s"}}}]}""";
    private static final Pattern COLLECTION = Pattern.compile("(\\d+)M->\\d+M\\(");
    private static final long MEBIBYTE = 1024 * 1024;

    private final String name;
    private final Path collections;
    private final PackagedFunction function;

    FunctionContender(String name, Artifact artifact, Map<String, String> settings) throws IOException {
        this.name = name;
        collections = Files.createTempFile("collections-", ".log");
        function = PackagedFunction.start(artifact.with("-Xlog:gc:file=" + collections), settings);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void relay(String key) {
        Reply reply = function.invoke(event(key));
        if (reply.failed()) {
            throw new IllegalStateException(reply.body() + "\n" + function.log());
        }
    }

    /** The notification of a new recording. */
    static String event(String key) {
        return EVENT.formatted(key);
    }

    @Override
    public Duration cpu() {
        return function.cpu();
    }

    @Override
    public OptionalLong peakResidentBytes() {
        return OptionalLong.of(function.peakResidentBytes());
    }

    @Override
    public OptionalLong peakHeapBytes() {
        try {
            return COLLECTION
                    .matcher(Files.readString(collections))
                    .results()
                    .map(MatchResult::group)
                    .mapToLong(text -> MEBIBYTE * Long.parseLong(text.substring(0, text.indexOf('M'))))
                    .max();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        function.close();
        try {
            Files.delete(collections);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
