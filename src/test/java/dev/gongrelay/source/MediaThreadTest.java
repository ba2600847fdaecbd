package dev.gongrelay.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.TestSettings;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.Eventually;
import dev.gongrelay.simulator.FaultyProxy;
import dev.gongrelay.simulator.ProxyFault;
import dev.gongrelay.simulator.RequestHead;
import dev.gongrelay.simulator.SampleMedia;
import dev.gongrelay.tls.Destination;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class MediaThreadTest {
    private static final int SIZE = 400_000;

    private final ManualNanoClock clock = new ManualNanoClock();
    private final AtomicInteger received = new AtomicInteger();

    private final List<Boolean> begunOnEventLoop = new CopyOnWriteArrayList<>();
    private final List<Boolean> deliveredOnEventLoop = new CopyOnWriteArrayList<>();

    @Test
    void opens_every_connection_on_the_event_loop_after_drops_silences_and_new_subscriptions() {
        Vertx vertx = Vertx.vertx();
        try (FaultyProxy proxy = FaultyProxy.inFrontOf(EmbeddedS3.shared().endpoint())) {
            SourceObject object = put();
            proxy.fail(1, ProxyFault.resetAfter(100_000));
            proxy.fail(1, ProxyFault.silenceAfter(100_000));
            proxy.fail(1, ProxyFault.noAnswer());
            MediaReader reader = new MediaReader(
                    vertx,
                    new HttpClientOptions(),
                    witnessed(presigner(proxy)),
                    new Destination(),
                    TestSettings.with(Map.of("relay.source.stall-timeout", "80ms")),
                    clock,
                    MediaReader.pauses());
            Media media = new Media(reader, object, new MediaFormat("wav", "audio/wav", 1));

            CompletableFuture<Integer> reading = read(media);
            Eventually.until(
                    "a second connection that is silent",
                    () -> proxy.heads().size() == 2
                            && received.get() == from(proxy.heads().get(1)) + 100_000);
            clock.forward(Duration.ofSeconds(1));
            int first = reading.join();
            int second = read(media).join();

            assertThat(List.of(first, second)).containsOnly(SIZE);
            assertThat(begunOnEventLoop).hasSize(5).containsOnly(true);
            assertThat(deliveredOnEventLoop).isNotEmpty().containsOnly(true);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** On a thread that Vert.x does not know. */
    private CompletableFuture<Integer> read(Media stream) {
        return stream.onItem()
                .invoke(() -> deliveredOnEventLoop.add(Context.isOnEventLoopThread()))
                .collect()
                .with(Collectors.summingInt(this::length))
                .subscribeAsCompletionStage();
    }

    private int length(ByteBuf chunk) {
        int bytes = chunk.readableBytes();
        received.addAndGet(bytes);
        chunk.release();
        return bytes;
    }

    /** The first byte that a request asks for. */
    private static int from(RequestHead head) {
        String range = String.valueOf(head.range());
        return Integer.parseInt(range.substring("bytes=".length(), range.indexOf('-')));
    }

    /** A presigner signs once for each connection, on the thread that opens it. */
    private S3Presigner witnessed(S3Presigner presigner) {
        return (S3Presigner) Proxy.newProxyInstance(
                S3Presigner.class.getClassLoader(), new Class<?>[] {S3Presigner.class}, (proxy, method, arguments) -> {
                    begunOnEventLoop.add(Context.isOnEventLoopThread());
                    return method.invoke(presigner, arguments);
                });
    }

    private static S3Presigner presigner(FaultyProxy proxy) {
        return S3Presigner.builder()
                .endpointOverride(proxy.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build();
    }

    private static SourceObject put() {
        String key = UUID.randomUUID() + "/call.wav";
        try (S3Client s3 = EmbeddedS3.shared().client()) {
            String eTag = s3.putObject(
                            request -> request.bucket(EmbeddedS3.RECORDINGS).key(key),
                            RequestBody.fromBytes(SampleMedia.wav(SIZE, 1, 1)))
                    .eTag();
            var reference = new RecordingReference(EmbeddedS3.RECORDINGS, key, null);
            return new SourceObject(reference, SIZE, eTag, "audio/wav", Instant.EPOCH, Map.of());
        }
    }
}
