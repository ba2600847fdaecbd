package dev.gongrelay.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The share of a processor that a function of 128 MB has, by a control group of Linux. Processes that are in it when it
 * is closed get all of the processors back.
 */
final class CpuShare implements AutoCloseable {
    /** Lambda gives a whole processor at 1,769 MB (AWS, "Configure Lambda function memory"). */
    private static final double SHARE = 128.0 / 1769;

    private static final int PERIOD_MICROS = 20_000;
    private static final int QUOTA_MICROS = (int) (SHARE * PERIOD_MICROS);
    private static final Path GROUPS = Path.of("/sys/fs/cgroup");
    private static final String PROCESSES = "cgroup.procs";

    private final Path parent;
    private final Path group;

    private CpuShare(Path parent) throws IOException {
        this.parent = parent;
        group = Files.createDirectory(
                parent.resolve("gong-relay-" + ProcessHandle.current().pid()));
    }

    /** @throws IOException if this user can't create control groups, or they have no limits of CPU time */
    static CpuShare create() throws IOException {
        boolean unified = Files.exists(GROUPS.resolve("cgroup.controllers"));
        CpuShare share = new CpuShare(unified ? GROUPS : GROUPS.resolve("cpu"));
        try {
            share.limit(unified);
            return share;
        } catch (IOException e) {
            share.close();
            throw e;
        }
    }

    private void limit(boolean unified) throws IOException {
        if (unified) {
            if (!Files.exists(group.resolve("cpu.max"))) {
                write(parent.resolve("cgroup.subtree_control"), "+cpu");
            }
            write(group.resolve("cpu.max"), QUOTA_MICROS + " " + PERIOD_MICROS);
        } else {
            write(group.resolve("cpu.cfs_period_us"), String.valueOf(PERIOD_MICROS));
            write(group.resolve("cpu.cfs_quota_us"), String.valueOf(QUOTA_MICROS));
        }
    }

    /** Limits this process, and those that it starts from now on, to the share. */
    void limit(long pid) throws IOException {
        write(group.resolve(PROCESSES), String.valueOf(pid));
    }

    @Override
    public void close() throws IOException {
        List<String> limited = Files.readAllLines(group.resolve(PROCESSES));
        for (String pid : limited) {
            write(parent.resolve(PROCESSES), pid);
        }
        Files.delete(group);
    }

    /** Writes a file of the kernel: in one piece, and without creating it. */
    private static void write(Path file, String text) throws IOException {
        Files.write(file, text.getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
    }
}
