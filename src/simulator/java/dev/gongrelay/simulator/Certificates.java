package dev.gongrelay.simulator;

import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Certificates of servers on loopback, made by the JDK's keytool. All processes of a build share them, because making
 * them takes some seconds.
 */
public final class Certificates {
    /** For localhost and 127.0.0.1, by the authority that {@link #authority()} gives. */
    public static final String GOOD = "good";

    /** As {@link #GOOD}, for another host. */
    public static final String ELSEWHERE = "elsewhere";

    /** As {@link #GOOD}, but expired the day before yesterday. */
    public static final String EXPIRED = "expired";

    /** As {@link #GOOD}, but self-signed. */
    public static final String STRANGER = "stranger";

    private static final String AUTHORITY = "authority";
    private static final String PASSWORD = "loopback";
    private static final String HERE = "san=dns:localhost,ip:127.0.0.1";

    /** Less than the 90 days for which keytool issues them by default. */
    private static final Duration KEPT = Duration.ofDays(30);

    private static final Path SHARED = ChildProcess.testClasses().resolveSibling("certificates");

    /** Locked while certificates are looked for, because several JVMs may do so. */
    private static final Path LOCK = SHARED.resolveSibling("certificates.lock");

    private final Path store;
    private final Path authority;

    private Certificates(Path folder) {
        store = folder.resolve("certificates.p12");
        authority = folder.resolve("authority.pem");
    }

    /** The certificates of this build. The first to ask makes them; after a month, they are made again. */
    public static synchronized Certificates ofThisBuild() {
        try (FileChannel lock = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = lock.lock()) {
            assert held.isValid();
            if (!isFresh(new Certificates(SHARED).authority)) {
                TemporaryFolder.delete(SHARED);
                Path made = Files.createTempDirectory(SHARED.getParent(), "certificates-");
                new Certificates(made).make();
                Files.move(made, SHARED);
            }
            return new Certificates(SHARED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isFresh(Path file) throws IOException {
        return Files.exists(file)
                && Files.getLastModifiedTime(file)
                        .toInstant()
                        .isAfter(Instant.now().minus(KEPT));
    }

    private void make() {
        generate(AUTHORITY, "-ext", "bc:critical=ca:true");
        generate(GOOD, "-signer", AUTHORITY, "-ext", HERE);
        generate(ELSEWHERE, "-signer", AUTHORITY, "-ext", "san=dns:elsewhere.test");
        generate(EXPIRED, "-signer", AUTHORITY, "-ext", HERE, "-startdate", "-3d", "-validity", "1");
        generate(STRANGER, "-ext", HERE);
        keytool("-exportcert", "-rfc", "-alias", AUTHORITY, "-file", authority.toString());
    }

    /** The authority's certificate, a PEM file. */
    public Path authority() {
        return authority;
    }

    /** A server's key and certificate. */
    public PfxOptions server(String name) {
        return new PfxOptions().setPath(store.toString()).setPassword(PASSWORD).setAlias(name);
    }

    private void generate(String alias, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "-genkeypair", "-alias", alias, "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + alias));
        arguments.addAll(List.of(options));
        keytool(arguments.toArray(String[]::new));
    }

    private void keytool(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:-UsePerfData"));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
