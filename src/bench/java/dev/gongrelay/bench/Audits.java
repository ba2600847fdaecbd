package dev.gongrelay.bench;

import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.lambda.Reply;
import dev.gongrelay.simulator.ByteSize;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Has the packaged function say what would become of many recordings, fifty at a time as the backfill's audit does, and
 * prints time, memory on the way, and how many requests Gong got. Each recording's owner is looked up by address.
 */
final class Audits {
    private static final int BATCH = 50;
    private static final int REPORTS = 5;

    private final Loopback loopback;

    Audits(Loopback loopback) {
        this.loopback = loopback;
    }

    /** @param many how many recordings, a multiple of 250 */
    String measure(Artifact artifact, int many) throws InterruptedException {
        Map<String, String> settings = new HashMap<>(loopback.functionSettings());
        settings.put(
                "RELAY_RECORDINGS_MAPPING",
                "{\"actualStart\": sidecar.actualStart, \"primaryUser\": \"" + GongServer.USER + "\"}");
        StringBuilder table = new StringBuilder(
                "| recordings | s | CPU s | peak RSS, MB | requests to Gong |\n|--:|--:|--:|--:|--:|\n");
        try (PackagedFunction function = PackagedFunction.start(artifact, settings)) {
            long began = System.nanoTime();
            for (int audited = 0; audited < many; audited += BATCH) {
                audit(function, audited);
                if ((audited + BATCH) % (many / REPORTS) == 0) {
                    table.append(row(function, audited + BATCH, Duration.ofNanos(System.nanoTime() - began)));
                }
            }
        }
        return table.toString();
    }

    private static void audit(PackagedFunction function, int first) {
        String addresses = IntStream.range(first, first + BATCH)
                .mapToObj(i -> "\"s3://recordings/1000000-" + i + ".wav\"")
                .collect(Collectors.joining(","));
        Reply reply = function.invoke("{\"check\":[" + addresses + "]}");
        int fit = reply.body().split("\"wouldBe\":\"relayed\"", -1).length - 1;
        if (reply.failed() || fit != BATCH) {
            throw new IllegalStateException(fit + " of " + BATCH + " would be relayed: " + reply.body());
        }
    }

    private String row(PackagedFunction function, int audited, Duration time) throws InterruptedException {
        return String.format(
                Locale.ROOT,
                "| %,d | %d | %.1f | %d | %d |%n",
                audited,
                time.toSeconds(),
                function.cpu().toMillis() / 1000.0,
                function.peakResidentBytes() / ByteSize.parse("1MB"),
                loopback.gongRequests());
    }
}
