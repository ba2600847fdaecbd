package dev.gongrelay.settings;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What counts as a recording, and where its details are: the settings {@code RELAY_RECORDINGS_*}. */
public interface RecordingsConfig {
    /** The bucket that events are expected from; only the check of the deployment uses it. */
    Optional<String> bucket();

    /** What the keys of recordings in that bucket begin with. */
    Optional<String> prefix();

    /** The largest recording that is relayed; Gong's limit is "1.5 GB" (Gong, "Add call media", 2025-11-17). */
    @WithDefault("1500000000")
    MemorySize maxSize();

    /** File name extensions of recordings, in lower case, without a dot. */
    @WithDefault("wav,mp3,mp4,m4a,mkv,flac")
    Set<@WithConverter(Extension.class) String> extensions();

    /** The shortest recording that is relayed; one whose duration is not known is relayed, too. */
    @WithDefault("0s")
    Duration minDuration();

    /** Suffix appended to a recording's key to form its sidecar's key. */
    @WithDefault(".json")
    String sidecarSuffix();

    /** For a recording older than this, a missing sidecar is not awaited. */
    @WithDefault("15m")
    Duration sidecarWait();

    /** A JSONata expression that makes the call details, the name of a bundled one, or the S3 address of one. */
    Optional<String> mapping();

    /** Finds details in the key: a regular expression with a named group for each field. */
    Optional<Pattern> keyPattern();

    /** The format of {@code actualStart} in the key, as java.time.format.DateTimeFormatter names it. */
    @WithDefault("yyyyMMdd'T'HH:mm")
    @WithConverter(TimeFormat.class)
    DateTimeFormatter keyTimeFormat();

    /** The time zone of an {@code actualStart} in the key that has none; an IANA name. */
    @WithDefault("UTC")
    ZoneId keyTimeZone();
}
