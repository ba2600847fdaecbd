package dev.gongrelay.recording;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.mapping.Mapping;
import dev.gongrelay.mapping.MappingException;
import dev.gongrelay.mapping.MappingReference;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.source.StoredMappings;
import dev.gongrelay.source.StoredMappings.StoredMapping;
import dev.gongrelay.time.NanoClock;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The mapping that the settings name. One in S3 is read when it is first needed, and checked every five minutes. */
@Singleton
public class Mappings {
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMinutes(5);

    private final StoredMappings stored;
    private final Optional<MappingReference> reference;
    private final ZoneId zone;
    private final NanoClock clock;
    private @Nullable CurrentMapping current;
    private long lookedAtNanos;

    Mappings(StoredMappings stored, RelayConfig config, NanoClock clock) {
        this.stored = stored;
        this.zone = config.recordings().keyTimeZone();
        this.clock = clock;
        try {
            Optional<String> setting = config.recordings().mapping();
            reference = setting.isEmpty() ? Optional.empty() : Optional.of(MappingReference.of(setting.get()));
            if (reference.isPresent() && !reference.get().isStored()) {
                current = new CurrentMapping(Mapping.of(reference.get().text(), zone), null);
            }
        } catch (MappingException e) {
            throw new IllegalArgumentException("Settings are checked before", e);
        }
    }

    /** @param eTag the ETag of its object; null if it is not in S3 */
    record CurrentMapping(Mapping mapping, @Nullable String eTag) {}

    /**
     * The mapping to use now; empty if the settings name none. While S3 is unavailable, it counts as unchanged.
     *
     * @throws TransientException if it can't be read, or is not JSONata
     */
    synchronized Optional<CurrentMapping> current() {
        boolean isKnown = current != null && reference.isPresent() && !isDue(reference.get());
        if (reference.isPresent() && !isKnown) {
            current = read(reference.get());
        }
        return Optional.ofNullable(current);
    }

    /**
     * Checks whether the mapping can be used now, without what was read before.
     *
     * @return the result in words; empty if the settings name no mapping
     * @throws TransientException if it can't be read, or is not JSONata
     */
    public Optional<String> check() {
        return reference.map(mapping -> {
            if (!mapping.isStored()) {
                return "is in the settings or bundled, and valid";
            }
            StoredMapping found =
                    stored.read(mapping.bucket(), mapping.key(), null).orElseThrow();
            return mapping + " (ETag " + compiled(mapping, found).eTag() + ") could be read, and is valid";
        });
    }

    private boolean isDue(MappingReference mapping) {
        return mapping.isStored() && clock.nanos() - lookedAtNanos >= LOOK_AGAIN_AFTER.toNanos();
    }

    private CurrentMapping read(MappingReference mapping) {
        CurrentMapping known = current;
        Optional<StoredMapping> found;
        try {
            found = stored.read(mapping.bucket(), mapping.key(), known == null ? null : known.eTag());
        } catch (TransientException e) {
            if (known != null && e.code() == FailureCode.MAPPING_UNAVAILABLE) {
                return known;
            }
            throw e;
        }
        CurrentMapping read = found.isEmpty() && known != null ? known : compiled(mapping, found.orElseThrow());
        lookedAtNanos = clock.nanos();
        return read;
    }

    private CurrentMapping compiled(MappingReference mapping, StoredMapping found) {
        try {
            String text = DetailText.decode(found.text().array()).toString();
            return new CurrentMapping(Mapping.of(text, zone), found.eTag());
        } catch (MappingException | MalformedDetailsException e) {
            throw new TransientException(
                    FailureCode.MAPPING_INVALID,
                    "The mapping " + mapping + " (ETag " + found.eTag() + ") can't be used: " + e.getMessage(),
                    e);
        }
    }
}
