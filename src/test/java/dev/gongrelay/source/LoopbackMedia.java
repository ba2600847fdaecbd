package dev.gongrelay.source;

import dev.gongrelay.TestSettings;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.time.NanoClock;
import dev.gongrelay.tls.Destination;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetClientOptions;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The media of {@code s3://recordings/calls/a & b.wav}, read from a server on loopback. */
record LoopbackMedia(
        Vertx vertx,
        ClientOptionsBase options,
        AwsCredentialsProvider credentials,
        NanoClock clock,
        Map<String, String> settings) {
    static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b"));

    /** Uses no TLS and the machine's clock, and gives up after two consecutive connections that deliver nothing. */
    LoopbackMedia(Vertx vertx) {
        this(vertx, new NetClientOptions(), CREDENTIALS, System::nanoTime, Map.of("relay.source.max-empty-reads", "1"));
    }

    LoopbackMedia with(ClientOptionsBase otherOptions) {
        return new LoopbackMedia(vertx, otherOptions, credentials, clock, settings);
    }

    LoopbackMedia with(AwsCredentialsProvider otherCredentials) {
        return new LoopbackMedia(vertx, options, otherCredentials, clock, settings);
    }

    LoopbackMedia with(NanoClock otherClock, Map<String, String> otherSettings) {
        return new LoopbackMedia(vertx, options, credentials, otherClock, otherSettings);
    }

    /** The media at this endpoint. */
    Media at(URI endpoint, long sizeBytes) {
        var reference = new RecordingReference("recordings", "calls/a & b.wav", null);
        return new Media(
                reader(endpoint),
                new SourceObject(reference, sizeBytes, "\"tag\"", "audio/wav", Instant.EPOCH, Map.of()),
                new MediaFormat("wav", "audio/wav", 1));
    }

    MediaReader reader(URI endpoint) {
        S3Presigner presigner = S3Presigner.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build();
        return new MediaReader(
                vertx, options, presigner, new Destination(), TestSettings.with(settings), clock, MediaReader.pauses());
    }
}
