package dev.gongrelay.source;

import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.settings.RelayConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The bucket that events are expected from, as far as the settings name it: whether it can be used. The calls block. */
@Singleton
public class RecordingsBucket {
    private static final int SAMPLE = 100;

    private final S3Client s3;
    private final Optional<String> bucket;
    private final String prefix;

    RecordingsBucket(S3Client s3, RelayConfig config) {
        this.s3 = s3;
        this.bucket = config.recordings().bucket();
        this.prefix = config.recordings().prefix().orElse("");
    }

    /** The bucket's name; empty if no setting has it. */
    public Optional<String> name() {
        return bucket;
    }

    /** Why no event of the deployment announces this recording, as far as the settings say; empty if one may. */
    public Optional<String> strangeness(RecordingReference recording) {
        if (bucket.filter(name -> !name.equals(recording.bucket())).isPresent()) {
            return Optional.of("no event announces it: its bucket is not RELAY_RECORDINGS_BUCKET");
        }
        return bucket.isPresent() && !recording.key().startsWith(prefix)
                ? Optional.of("no event announces it: its key does not begin with RELAY_RECORDINGS_PREFIX")
                : Optional.empty();
    }

    /**
     * Lists some objects and reads a byte of one, so that also its key has to allow it.
     *
     * @param which the keys of objects that may be read
     * @return the address of the object that was read; empty if there is none
     * @throws RelayException if S3 or KMS does not allow it, or can't be reached
     */
    public Optional<String> read(Predicate<String> which) {
        return find(which).map(name -> {
            String object = "s3://" + bucket.orElseThrow() + "/" + name;
            try (var body = s3.getObject(
                    request -> request.bucket(bucket.orElseThrow()).key(name).range("bytes=0-0"))) {
                body.abort();
                return object;
            } catch (SdkException | IOException | UncheckedIOException | IllegalArgumentException e) {
                throw S3Exceptions.of(e, "Reading a byte of " + object);
            }
        });
    }

    /**
     * The key of one of the first objects; empty if there is none.
     *
     * @throws RelayException if S3 doesn't list them
     */
    public Optional<String> find(Predicate<String> which) {
        return sample("Listing s3://" + bucket.orElseThrow() + "/" + prefix).contents().stream()
                .filter(object -> object.size() > 0)
                .map(S3Object::key)
                .filter(which)
                .findFirst();
    }

    /** The time by S3's clock; empty if S3 does not say. */
    public Optional<Instant> time() {
        try {
            return sample("Asking S3 for the time")
                    .sdkHttpResponse()
                    .firstMatchingHeader("Date")
                    .map(date -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private ListObjectsV2Response sample(String tried) {
        try {
            return s3.listObjectsV2(request ->
                    request.bucket(bucket.orElseThrow()).prefix(prefix).maxKeys(SAMPLE));
        } catch (SdkException | UncheckedIOException | IllegalArgumentException e) {
            throw S3Exceptions.of(e, tried);
        }
    }

    /**
     * What the bucket announces its objects to; empty if to nobody.
     *
     * @throws RelayException if S3 does not say
     */
    public Optional<String> announcedTo() {
        String tried = "Looking up the notifications of s3://" + bucket.orElseThrow();
        GetBucketNotificationConfigurationResponse configured;
        try {
            configured = s3.getBucketNotificationConfiguration(request -> request.bucket(bucket.orElseThrow()));
        } catch (SdkException | UncheckedIOException | IllegalArgumentException e) {
            throw S3Exceptions.of(e, tried);
        }
        int targets = configured.lambdaFunctionConfigurations().size()
                + configured.queueConfigurations().size()
                + configured.topicConfigurations().size();
        if (configured.eventBridgeConfiguration() != null) {
            return Optional.of("EventBridge");
        }
        return targets > 0 ? Optional.of(targets + " functions, queues or topics") : Optional.empty();
    }
}
