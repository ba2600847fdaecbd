package dev.gongrelay.simulator;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** An SQS on loopback (ElasticMQ), in a JVM of its own. It accepts any credentials and keeps everything in memory. */
public final class EmbeddedQueue implements AutoCloseable {
    private static final Duration STARTING = Duration.ofMinutes(2);
    private static final String SHARED = EmbeddedQueue.class.getName() + ".shared";

    private final URI endpoint;
    private final @Nullable ChildProcess process;

    private EmbeddedQueue(URI endpoint, @Nullable ChildProcess process) {
        this.endpoint = endpoint;
        this.process = process;
    }

    /** Starts one without queues; takes 2 to 5 s. */
    public static EmbeddedQueue start() {
        ChildProcess process = ChildProcess.running(ElasticMqMain.class.getName())
                .classPath(EmbeddedS3.classPath())
                .options("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .start();
        return new EmbeddedQueue(URI.create("http://127.0.0.1:" + process.firstAnswer(STARTING)), process);
    }

    /**
     * The one that all tests of this JVM share, across class loaders. Starts when first asked for, and ends with the JVM;
     * closing it does nothing. Use queues of your own in it.
     */
    public static EmbeddedQueue shared() {
        synchronized (System.getProperties()) {
            String known = System.getProperty(SHARED);
            if (known == null) {
                known = start().endpoint.toString();
                System.setProperty(SHARED, known);
            }
            return new EmbeddedQueue(URI.create(known), null);
        }
    }

    /** Its address. */
    public URI endpoint() {
        return endpoint;
    }

    /** Makes a queue, with attributes such as its visibility timeout, and gives its URL. */
    public String createQueue(String name, Map<QueueAttributeName, String> attributes) {
        try (SqsClient client = client()) {
            return client.createQueue(request -> request.queueName(name).attributes(attributes))
                    .queueUrl();
        }
    }

    /** A new client for it, to be closed by the caller. */
    public SqsClient client() {
        return client(endpoint);
    }

    /** A new client for the SQS at this address; to be closed by the caller. */
    public static SqsClient client(URI endpoint) {
        return SqsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("embedded", "embedded-secret")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /** Ends it. */
    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
