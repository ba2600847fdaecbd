package dev.gongrelay.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An S3 on loopback (Adobe's S3Mock), in a JVM of its own with 64 MiB of heap. It keeps objects in its temporary folder,
 * and accepts any credentials.
 */
public final class EmbeddedS3 implements AutoCloseable {
    /** The default bucket. */
    public static final String RECORDINGS = "recordings";

    /** A folder in the process's own. */
    private static final String OBJECTS = "objects";

    private static final Duration STARTING = Duration.ofMinutes(2);
    private static final String SHARED = EmbeddedS3.class.getName() + ".shared";

    private final URI endpoint;
    private final long pid;
    private final @Nullable ChildProcess process;

    private EmbeddedS3(URI endpoint, long pid, @Nullable ChildProcess process) {
        this.endpoint = endpoint;
        this.pid = pid;
        this.process = process;
    }

    /** Starts one with the bucket {@link #RECORDINGS}; takes 3 to 10 s. */
    public static EmbeddedS3 start() {
        return start(RECORDINGS);
    }

    /** Starts one with these buckets; takes 3 to 10 s. */
    public static EmbeddedS3 start(String... buckets) {
        return start(0, buckets);
    }

    /** Starts one with these buckets on this port, or a free one if it is 0; takes 3 to 10 s. */
    public static EmbeddedS3 start(int port, String... buckets) {
        ChildProcess process = ChildProcess.running(S3MockMain.class.getName())
                .classPath(classPath())
                .options("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .arguments("--server.port=" + port, "--server.address=127.0.0.1", "--server.ssl.enabled=false")
                .arguments("--http.port=0", "--server.tomcat.mbeanregistry.enabled=true")
                .arguments("--com.adobe.testing.s3mock.store.root=" + OBJECTS)
                .arguments("--com.adobe.testing.s3mock.store.initialBuckets=" + String.join(",", buckets))
                .arguments("--spring.main.sources=" + AtomicWrites.class.getName())
                .arguments("--logging.level.root=WARN", "--spring.main.banner-mode=off")
                .arguments("--spring.main.lazy-initialization=true")
                .start();
        URI endpoint = URI.create("http://127.0.0.1:" + process.firstAnswer(STARTING));
        return new EmbeddedS3(endpoint, process.pid(), process);
    }

    /**
     * The one that all tests of this JVM share, across class loaders, with the bucket {@link #RECORDINGS}. Starts when
     * first asked for, and ends with the JVM; closing it does nothing. Use buckets or keys of your own in it.
     */
    public static EmbeddedS3 shared() {
        synchronized (System.getProperties()) {
            String known = System.getProperty(SHARED);
            if (known == null) {
                EmbeddedS3 started = start();
                known = started.pid + " " + started.endpoint;
                System.setProperty(SHARED, known);
            }
            String[] parts = known.split(" ", 2);
            return new EmbeddedS3(URI.create(parts[1]), Long.parseLong(parts[0]), null);
        }
    }

    /** Its address. */
    public URI endpoint() {
        return endpoint;
    }

    /** The id of its process. */
    public long pid() {
        return pid;
    }

    /** A new client for it, to be closed by the caller. */
    public S3Client client() {
        return client(endpoint);
    }

    /**
     * A new client for the S3 at this address, such as a proxy in front of this one; to be closed by the caller. It does
     * not sign, which over HTTP would take a SHA-256 of all that is sent.
     */
    public static S3Client client(URI endpoint) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /** The folder of its objects; not of a {@link #shared} one. */
    Path folder() {
        return Objects.requireNonNull(process).folder();
    }

    /** Ends it and deletes its objects. */
    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }

    /** The class path of S3Mock and ElasticMQ, which the build has written to a file. */
    static String classPath() {
        Path file = Path.of(System.getProperty("embedded.classpath.file", "target/embedded/classpath"));
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    file.toAbsolutePath() + " can't be read: run `mvn generate-test-resources` first", e);
        }
    }
}
