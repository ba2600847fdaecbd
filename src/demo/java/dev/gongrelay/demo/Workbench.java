package dev.gongrelay.demo;

import dev.gongrelay.lambda.LambdaRuntimeApi;
import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.lambda.Reply;
import dev.gongrelay.simulator.ByteSize;
import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.GongSimulator;
import dev.gongrelay.simulator.GongUpload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What a function that runs in Quarkus' dev mode finds around it, on ports that the build's profile {@code dev} knows:
 * Lambda, a Gong, an S3. A recording that is dropped into a folder is put into S3 and announced to the function.
 */
public final class Workbench {
    private static final String RECEIPTS = "receipts";

    private final Terminal terminal;
    private final LambdaRuntimeApi lambda;
    private final GongSimulator gong;
    private final S3Client s3;

    private Workbench(Terminal terminal, LambdaRuntimeApi lambda, GongSimulator gong, S3Client s3) {
        this.terminal = terminal;
        this.lambda = lambda;
        this.gong = gong;
        this.s3 = s3;
    }

    /** Runs until interrupted. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Terminal terminal = Terminal.standard(System.getenv());
        Path folder = Files.createDirectories(Path.of(System.getProperty("dev.folder")));
        LambdaRuntimeApi lambda = new LambdaRuntimeApi(Integer.getInteger("dev.lambda.port"));
        GongSimulator gong = GongSimulator.options()
                .port(Integer.getInteger("dev.gong.port"))
                .start();
        EmbeddedS3 s3 = EmbeddedS3.start(Integer.getInteger("dev.s3.port"), EmbeddedS3.RECORDINGS, RECEIPTS);
        terminal.line("Gong's simulator: " + gong.baseUrl() + ", S3: " + s3.endpoint());
        terminal.line("Drop recordings into " + folder + ", with NAME.json beside NAME for details of your own");
        new Workbench(terminal, lambda, gong, s3.client()).serve(new DropFolder(folder));
    }

    private void serve(DropFolder folder) throws IOException, InterruptedException {
        while (true) {
            folder.arrived().forEach(this::relay);
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }

    private void relay(Path file) {
        Path details = DropFolder.details(file);
        Map<String, String> options = Files.exists(details)
                ? Map.of("demo.recording", file.toString(), "demo.details", details.toString())
                : Map.of("demo.recording", file.toString());
        try {
            StoredRecording recording = new StoredRecording(s3, DemoOptions.read(options::get, Instant.now()));
            recording.put();
            int before = gong.uploads().size();
            Reply reply =
                    lambda.send(recording.event(), PackagedFunction.LONGEST).join();
            List<GongUpload> uploads = gong.uploads();
            terminal.line(recording.address() + ": "
                    + (reply.failed() ? terminal.bad(reply.text()) : terminal.good("done")) + ", "
                    + describe(uploads.subList(Math.min(before, uploads.size()), uploads.size()), recording)
                    + String.format(Locale.ROOT, ", %.1f s", reply.took().toNanos() / 1e9));
        } catch (IllegalArgumentException e) {
            terminal.line(terminal.bad("It can't be relayed: ") + e.getMessage());
        }
    }

    private static String describe(List<GongUpload> uploads, StoredRecording recording) {
        if (uploads.isEmpty()) {
            return "nothing sent to Gong";
        }
        GongUpload last = uploads.get(uploads.size() - 1);
        boolean same = recording.sha256().equals(last.sha256());
        return uploads.size()
                + (uploads.size() == 1 ? " upload, " : " uploads, ")
                + ByteSize.format(last.bytes())
                + (same ? " as in S3" : " not as in S3");
    }
}
