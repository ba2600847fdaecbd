package dev.gongrelay.bench;

import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.lambda.Reply;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The packaged function, fed with S3 notifications. */
final class FunctionContender implements Contender {
    private static final String EVENT = """
            {"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put",
            "s3":{"bucket":{"name":"recordings"},"object":{"key":"%s"}}}]}""";

    private final String name;
    private final PackagedFunction function;

    FunctionContender(String name, Artifact artifact, Map<String, String> settings) {
        this.name = name;
        function = PackagedFunction.start(artifact, settings);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void relay(String key) {
        relay(function, key);
    }

    /**
     * Has a function relay the recording with this key.
     *
     * @throws IllegalStateException with the function's log, if it fails
     */
    static Reply relay(PackagedFunction function, String key) {
        Reply reply = function.invoke(EVENT.formatted(key));
        if (reply.failed()) {
            throw new IllegalStateException(reply.body() + "\n" + function.log());
        }
        return reply;
    }

    @Override
    public Duration startTook() {
        return function.timeToFirstPoll();
    }

    @Override
    public long pid() {
        return function.pid();
    }

    @Override
    public Optional<ResidentMemory> resident() {
        return Optional.of(ResidentMemory.of(function.pid()));
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
        return function.peakHeapBytes();
    }

    @Override
    public void close() {
        function.close();
    }
}
