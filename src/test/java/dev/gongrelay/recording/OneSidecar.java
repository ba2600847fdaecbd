package dev.gongrelay.recording;

import dev.gongrelay.connect.TestContacts;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.source.MediaFormat;
import dev.gongrelay.source.SourceObject;
import dev.gongrelay.source.TestSource;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * An S3 that answers every request with one sidecar, or has none.
 *
 * @param bytes the sidecar; null for none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record OneSidecar(byte @Nullable [] bytes) implements S3Client {
    /** The details of an old recording that has this sidecar, with this key in a bucket {@code recordings}. */
    static CallDetails read(byte @Nullable [] sidecar, String key, RelayConfig settings) {
        RecordingReference reference = new RecordingReference("recordings", key, null);
        SourceObject object = new SourceObject(reference, 1000, "\"1\"", "audio/wav", Instant.EPOCH, Map.of());
        OneSidecar s3 = new OneSidecar(sidecar);
        Mappings mappings = new Mappings(TestSource.mappings(s3), settings, System::nanoTime);
        return new DetailReader(
                        TestSource.objects(s3),
                        mappings,
                        TestContacts.none(settings),
                        settings,
                        Clock.systemUTC(),
                        System::nanoTime)
                .read(object, new MediaFormat("wav", "audio/wav", 1), new DetailLayers());
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getObject(GetObjectRequest request) {
        if (bytes == null) {
            throw NoSuchKeyException.builder().statusCode(404).build();
        }
        return new ResponseInputStream<>(GetObjectResponse.builder().build(), new ByteArrayInputStream(bytes));
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // There is nothing to close.
    }
}
