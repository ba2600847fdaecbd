package dev.gongrelay;

import dev.gongrelay.lambda.Artifact;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * What a JVM package knows host names from, in place of the system's resolver: at first a pipe that nobody writes to,
 * so that resolving any name hangs, as it does while name servers don't answer.
 */
final class HostsFile implements AutoCloseable {
    private final Path file;
    private final Path security;

    HostsFile(Path folder) throws IOException, InterruptedException {
        file = folder.resolve("hosts");
        // A name that is not known is looked up again at once.
        security = Files.writeString(folder.resolve("java.security"), "networkaddress.cache.negative.ttl=0\n");
        if (new ProcessBuilder("mkfifo", file.toString()).start().waitFor() != 0) {
            throw new IOException("mkfifo " + file);
        }
    }

    /** The package, with this as its hosts file. It must be told {@code HOSTNAME}, or looks up its own name. */
    Artifact in(Artifact artifact) {
        return artifact.with("-Djdk.net.hosts.file=" + file, "-Djava.security.properties=" + security);
    }

    /** From now on these hosts are known, and no others; whoever waits learns that his host is not. */
    void answer(String hosts) throws IOException {
        Path answers = Files.writeString(file.resolveSibling("hosts.new"), hosts);
        // Opening a pipe for both reading and writing waits for nobody, and ends the waiting of its readers.
        RandomAccessFile pipe = new RandomAccessFile(file.toFile(), "rw");
        Files.move(answers, file, StandardCopyOption.REPLACE_EXISTING);
        pipe.close();
    }

    @Override
    public void close() throws IOException {
        answer("");
    }
}
