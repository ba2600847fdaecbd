package dev.gongrelay.demo;

import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.lambda.Reply;
import dev.gongrelay.simulator.ByteSize;
import dev.gongrelay.simulator.GongSimulator;
import dev.gongrelay.simulator.GongUpload;
import dev.gongrelay.simulator.TemporaryFolder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Scanner;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Relays one recording of a bucket of the user's own by the packaged function on this machine, without Lambda, to a
 * simulator or to the real Gong. Says what it will do, and asks before the real Gong hears anything.
 */
final class BucketRelay {
    private final Terminal terminal;
    private final BucketEnvironment environment;
    private final String bucket;
    private final String key;
    private final Optional<GongSimulator> simulator;

    private BucketRelay(
            Terminal terminal,
            BucketEnvironment environment,
            String bucket,
            String key,
            Optional<GongSimulator> simulator) {
        this.terminal = terminal;
        this.environment = environment;
        this.bucket = bucket;
        this.key = key;
        this.simulator = simulator;
    }

    /** Does it; whether Gong has the recording. */
    static boolean run(Terminal terminal, Properties options, Map<String, String> variables)
            throws InterruptedException {
        boolean real = options.getProperty("demo.gong", "simulator").equals("real");
        boolean kept = options.getProperty("demo.keep", "false").equals("true") && !real;
        BucketEnvironment environment = new BucketEnvironment(variables, real);
        List<String> problems = environment.problems();
        if (!problems.isEmpty()) {
            Preparation.refuse(terminal, problems);
            return false;
        }
        Path media = TemporaryFolder.create();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> TemporaryFolder.delete(media), "demo media"));
        Optional<GongSimulator> simulator = real
                ? Optional.empty()
                : Optional.of(GongSimulator.options()
                        .port(Integer.parseInt(options.getProperty("demo.port", "0")))
                        .mediaFolder(media)
                        .start());
        try {
            boolean relayed = new BucketRelay(
                            terminal,
                            environment,
                            options.getProperty("demo.bucket", ""),
                            options.getProperty("demo.key", ""),
                            simulator)
                    .relay();
            if (kept) {
                terminal.line("The simulator's page stays until Ctrl-C.");
                Thread.sleep(Long.MAX_VALUE);
            }
            return relayed;
        } finally {
            simulator.ifPresent(GongSimulator::close);
        }
    }

    private boolean relay() throws InterruptedException {
        HeadObjectResponse object = head();
        terminal.line("This relays one recording by the function on this machine:");
        terminal.field("Recording", address() + ", " + ByteSize.format(object.contentLength()));
        terminal.field("Reads", "the recording and what describes it, with the credentials of the environment");
        terminal.field(
                "Writes",
                environment.receipts().isEmpty() ? "nothing to S3" : "a receipt to s3://" + environment.receipts());
        terminal.field("Gong", gong());
        if (simulator.isEmpty() && !isAgreed()) {
            terminal.line("Nothing was sent to Gong.");
            return false;
        }
        try (PackagedFunction function = start()) {
            Reply reply = Watch.over(
                    terminal,
                    "relaying",
                    object.contentLength(),
                    this::bytesAtGong,
                    () -> function.invoke(S3Event.of(bucket, key, object.contentLength(), object.eTag())));
            return tell(function, reply, object.contentLength());
        }
    }

    private HeadObjectResponse head() {
        S3ClientBuilder client = S3Client.builder()
                .region(Region.of(environment.region()))
                .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
                .httpClientBuilder(UrlConnectionHttpClient.builder());
        String endpoint = environment.variables().getOrDefault("RELAY_SOURCE_ENDPOINT", "");
        if (!endpoint.isEmpty()) {
            client.endpointOverride(URI.create(endpoint)).forcePathStyle(true);
        }
        try (S3Client s3 = client.build()) {
            return s3.headObject(request -> request.bucket(bucket).key(key));
        } catch (S3Exception e) {
            // The answer to a HEAD has no body, so the status is all that there is.
            throw new IllegalStateException(
                    switch (e.statusCode()) {
                        case 403 -> "S3 denies access to " + address() + ", or there is no such object";
                        case 404 -> "there is no " + address();
                        case 301, 400 ->
                            "the bucket " + bucket + " is not in " + environment.region() + "; set AWS_REGION";
                        default -> "S3 answered " + e.statusCode() + " when asked for " + address();
                    },
                    e);
        }
    }

    private String gong() {
        return simulator
                .map(gong -> "a simulator; its page is " + gong.baseUrl() + "/")
                .orElseGet(() -> "the real one, " + environment.variables().get("RELAY_GONG_BASE_URL"));
    }

    private boolean isAgreed() {
        terminal.line("");
        terminal.line("Gong will have a call with this recording. Nobody can correct or delete it by Gong's API.");
        terminal.line(terminal.bold("Type yes to send it: "));
        Scanner answers = new Scanner(System.in, StandardCharsets.UTF_8);
        return answers.hasNextLine() && answers.nextLine().strip().equals("yes");
    }

    private PackagedFunction start() {
        URI address = simulator.map(GongSimulator::baseUrl).orElse(URI.create("https://api.gong.io"));
        try (Activity ignored = new Activity(terminal, "Starting the function")) {
            return PackagedFunction.start(
                    Artifact.given().with("-Xmx" + DemoMachine.HEAP_MEBIBYTES + "m"), environment.ofFunction(address));
        }
    }

    private long bytesAtGong() {
        return simulator.map(GongSimulator::uploads).orElse(List.of()).stream()
                .mapToLong(GongUpload::bytes)
                .reduce(0, (earlier, later) -> later);
    }

    private boolean tell(PackagedFunction function, Reply reply, long length) {
        if (reply.failed()) {
            FailureList.show(terminal, reply.text());
            terminal.line("  The function's log is " + function.logFile());
            return false;
        }
        Optional<OutcomeLine> outcome = OutcomeLine.last(function.log());
        terminal.line("");
        terminal.line(terminal.bold(outcome.isPresent() ? "Relayed" : "Gong has it already"));
        outcome.ifPresent(line -> {
            terminal.field("Detected", line.detected());
            terminal.field("Warnings", line.warnings().isEmpty() ? "none" : String.join("; ", line.warnings()));
            terminal.field("Call", simulator.isPresent() ? line.callId() + " in the simulator" : line.url());
            terminal.field("Bytes", String.valueOf(length));
        });
        terminal.field("Memory", Summary.memory(function));
        return true;
    }

    private String address() {
        return "s3://" + bucket + "/" + key;
    }
}
