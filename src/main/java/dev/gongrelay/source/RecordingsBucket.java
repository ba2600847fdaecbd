package dev.gongrelay.source;

import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.settings.RelayConfig;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The bucket that should announce recordings, if the settings name it. Checks whether it is usable. The calls block. */
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

    /** The bucket's name; empty if the settings name none. */
    public Optional<String> name() {
        return bucket;
    }

    /** Why, by the settings, no event announces this recording; empty if one may. */
    public Optional<String> whyUnannounced(RecordingReference recording) {
        if (bucket.filter(name -> !name.equals(recording.bucket())).isPresent()) {
            return Optional.of("no event announces it: its bucket is not RELAY_RECORDINGS_BUCKET");
        }
        return bucket.isPresent() && !recording.key().startsWith(prefix)
                ? Optional.of("no event announces it: its key does not begin with RELAY_RECORDINGS_PREFIX")
                : Optional.empty();
    }

    /**
     * Lists some objects and reads one byte of one, which its KMS key must allow, too.
     *
     * @param which the keys to choose from
     * @return the address of the object that was read; empty if there is none
     * @throws RelayException if S3 or KMS denies it, or can't be reached
     */
    public Optional<String> read(Predicate<String> which) {
        return find(which).map(name -> {
            String object = "s3://" + bucket.orElseThrow() + "/" + name;
            return send("Reading a byte of " + object, () -> {
                try (var body = s3.getObject(request ->
                        request.bucket(bucket.orElseThrow()).key(name).range("bytes=0-0"))) {
                    body.abort();
                    return object;
                }
            });
        });
    }

    /**
     * Finds the key of an object among the first 100; empty if none of them matches.
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

    /** The time by S3's clock; empty if S3 doesn't say. */
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
        return send(
                tried,
                () -> s3.listObjectsV2(request ->
                        request.bucket(bucket.orElseThrow()).prefix(prefix).maxKeys(SAMPLE)));
    }

    /**
     * Describes what the bucket sends its notifications to; empty if it sends none.
     *
     * @throws RelayException if S3 doesn't say
     */
    public Optional<String> announcedTo() {
        String name = bucket.orElseThrow();
        GetBucketNotificationConfigurationResponse configured = send(
                "Looking up the notifications of s3://" + name,
                () -> s3.getBucketNotificationConfiguration(request -> request.bucket(name)));
        int targets = configured.lambdaFunctionConfigurations().size()
                + configured.queueConfigurations().size()
                + configured.topicConfigurations().size();
        if (configured.eventBridgeConfiguration() != null) {
            return Optional.of("EventBridge");
        }
        return targets > 0 ? Optional.of(targets + " functions, queues or topics") : Optional.empty();
    }

    private static <T> T send(String tried, S3Call<T> call) {
        return S3Call.send(call, failure -> {
            throw S3Exceptions.of(tried, failure);
        });
    }
}
