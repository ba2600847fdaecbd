package dev.gongrelay.demo;

import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.simulator.ByteSize;
import dev.gongrelay.simulator.GongUpload;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Prints the demo's result: what was detected, what arrived, and whether it is the same, once. */
final class Summary {
    private final Terminal terminal;
    private final DemoMachine machine;
    private final DemoOptions options;

    Summary(Terminal terminal, DemoMachine machine, DemoOptions options) {
        this.terminal = terminal;
        this.machine = machine;
        this.options = options;
    }

    /**
     * Shows it.
     *
     * @param relay the function that relayed the recording; it must not have ended
     * @param sha256 the hash of the recording in S3
     * @param again whether the event was answered as done when it came again
     * @return whether Gong has the same bytes as S3, taken once
     */
    boolean show(StoredRecording recording, PackagedFunction relay, String sha256, boolean again) {
        List<GongUpload> accepted =
                machine.gong().uploads().stream().filter(GongUpload::accepted).toList();
        if (accepted.isEmpty()) {
            terminal.line(terminal.bad("Nothing was relayed."));
            return false;
        }
        GongUpload upload = accepted.get(0);
        boolean same = upload.bytes() == options.length() && sha256.equals(upload.sha256());
        boolean once = accepted.size() == 1 && again;
        terminal.line(terminal.bold("Relayed"));
        terminal.field("Recording", recording.address());
        Optional<OutcomeLine> outcome = OutcomeLine.last(machine.log());
        outcome.ifPresent(line -> {
            terminal.field("Detected", line.detected());
            terminal.field(
                    "Warnings",
                    line.warnings().isEmpty() ? "none" : line.warnings().get(0));
            line.warnings().stream().skip(1).forEach(warning -> terminal.field("", warning));
        });
        terminal.field("Call", upload.callId() + " in the simulator");
        terminal.field("Bytes", compared(same, number(options.length()), number(upload.bytes())));
        terminal.field("SHA-256", compared(same, sha256, String.valueOf(upload.sha256())));
        terminal.field("Time", time(upload));
        terminal.field("Memory", memory(relay));
        terminal.field(
                "Verdict",
                (same ? terminal.good("the same bytes") : terminal.bad("not the same bytes")) + ", "
                        + (once ? terminal.good("uploaded once") : terminal.bad("not uploaded just once")));
        return same && once;
    }

    /** Says what to do next. */
    void next() {
        terminal.line("");
        terminal.line(terminal.bold("Next"));
        if (options.kept()) {
            terminal.field("Listen", machine.gong().baseUrl() + "/ plays it, until Ctrl-C");
        } else {
            terminal.field("Listen", "add -Ddemo.keep=true: the simulator's page stays and plays it");
        }
        terminal.field(
                options.recording().isPresent() ? "Deploy" : "Your own",
                options.recording().isPresent()
                        ? "docs/first-call.md leads from here to the first call in Gong"
                        : "-Ddemo.recording=call.mp3 -Ddemo.details=call.json");
    }

    private static String compared(boolean same, String source, String gong) {
        return same ? source : source + " in S3, " + gong + " at Gong";
    }

    /** With commas between the thousands. */
    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String time(GongUpload upload) {
        double seconds = upload.took().toNanos() / 1e9;
        return String.format(Locale.ROOT, "%.1f s, %s/s", seconds, ByteSize.format(upload.bytes() / seconds));
    }

    /** How much memory a function has used. It must not have ended. */
    static String memory(PackagedFunction relay) {
        OptionalLong heap = relay.peakHeapBytes();
        String resident = String.format(Locale.ROOT, "%.0f MB resident at most", relay.peakResidentBytes() / 1e6);
        return heap.isEmpty()
                ? resident
                : String.format(
                        Locale.ROOT,
                        "%s, with %d of %d MiB of heap in use",
                        resident,
                        heap.getAsLong() >> 20,
                        DemoMachine.HEAP_MEBIBYTES);
    }
}
