package dev.gongrelay.source;

import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.tls.Destination;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Objects in S3, for tests of later stages. */
public final class TestSource {
    private TestSource() {}

    /** Objects that a client reads, with media from an endpoint. */
    public static S3Objects objects(S3Client s3, URI endpoint, Vertx vertx, RelayConfig config) {
        S3Presigner presigner = S3Presigner.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build();
        return new S3Objects(
                s3,
                new MediaReader(
                        vertx,
                        new NetClientOptions(),
                        presigner,
                        new Destination(),
                        config,
                        System::nanoTime,
                        MediaReader.pauses()));
    }

    /** Mappings that a client reads. */
    public static StoredMappings mappings(S3Client s3) {
        return new StoredMappings(s3);
    }

    /** Objects without media. */
    @SuppressWarnings("NullAway")
    public static S3Objects objects(S3Client s3) {
        return new S3Objects(s3, null);
    }

    /** Media that has a length but cannot be read. */
    @SuppressWarnings("NullAway")
    public static Media media(RecordingReference reference, long lengthBytes) {
        return new Media(
                null,
                new SourceObject(reference, lengthBytes, "\"tag\"", "audio/wav", Instant.EPOCH, Map.of()),
                new MediaFormat("wav", "audio/wav", 1));
    }
}
