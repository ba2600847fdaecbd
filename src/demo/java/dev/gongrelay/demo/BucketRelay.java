package dev.gongrelay.demo;

import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.lambda.Reply;
import dev.gongrelay.simulator.ByteSize;
import dev.gongrelay.simulator.GongSimulator;
import dev.gongrelay.simulator.GongUpload;
import dev.gongrelay.simulator.TemporaryFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Scanner;

/**
 * Relays one recording from a bucket of the user's own to a simulator or to the real Gong, by the packaged function on
 * this machine. Says what it will do, and asks before it sends anything to the real Gong.
 */
final class BucketRelay {
    private final Terminal terminal;
    private final BucketEnvironment environment;
    private final BucketObject object;
    private final boolean agreed;
    private final Optional<GongSimulator> simulator;

    private BucketRelay(
            Terminal terminal,
            BucketEnvironment environment,
            BucketObject object,
            boolean agreed,
            Optional<GongSimulator> simulator) {
        this.terminal = terminal;
        this.environment = environment;
        this.object = object;
        this.agreed = agreed;
        this.simulator = simulator;
    }

    /** Relays the recording; returns whether Gong has it. */
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
        BucketObject object = BucketObject.read(
                environment, options.getProperty("demo.bucket", ""), options.getProperty("demo.key", ""));
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
                            object,
                            options.getProperty("demo.yes", "false").equals("true"),
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
        terminal.line("This relays one recording by the function on this machine:");
        terminal.field("Recording", object.address() + ", " + ByteSize.format(object.length()));
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
            return tell(function, deliver(function), object.length());
        }
    }

    private Reply deliver(PackagedFunction function) throws InterruptedException {
        if (simulator.isPresent()) {
            return Watch.over(
                    terminal, "relaying", object.length(), this::bytesAtGong, () -> function.invoke(object.event()));
        }
        // Only a simulator says how many bytes it has.
        try (Activity ignored = new Activity(terminal, "Relaying the recording to Gong")) {
            return function.invoke(object.event());
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
        if (agreed) {
            terminal.line("You agreed by -Ddemo.yes=true.");
            return true;
        }
        terminal.line(terminal.bold("Type yes to send it: "));
        Scanner answers = new Scanner(System.in, StandardCharsets.UTF_8);
        if (!answers.hasNextLine()) {
            terminal.line("Nobody answered. Add -Ddemo.yes=true to send it without a question.");
            return false;
        }
        return answers.nextLine().strip().equals("yes");
    }

    private PackagedFunction start() {
        try (Activity ignored = new Activity(terminal, "Starting the function")) {
            return PackagedFunction.start(
                    Artifact.given().with("-Xmx" + DemoMachine.HEAP_MEBIBYTES + "m"),
                    environment.ofFunction(
                            simulator.map(GongSimulator::settings).orElse(Map.of())));
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
            terminal.field("Bytes", Summary.number(length));
        });
        terminal.field("Memory", Summary.memory(function));
        return true;
    }
}
