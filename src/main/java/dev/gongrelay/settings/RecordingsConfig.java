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

/** What counts as a recording, and where its details lie: the settings {@code RELAY_RECORDINGS_*}. */
public interface RecordingsConfig {
    /** The bucket that events are expected from; only a check of the deployment reads it without an event. */
    Optional<String> bucket();

    /** What the keys of recordings in that bucket begin with. */
    Optional<String> prefix();

    /** The largest recording that is relayed; Gong's limit is "1.5 GB" (Gong, "Add call media", 2025-11-17). */
    @WithDefault("1500000000")
    MemorySize maxSize();

    /** File name extensions of recordings, in lower case without a dot, however they are set: Gong's formats. */
    @WithDefault("wav,mp3,mp4,m4a,mkv,flac")
    Set<@WithConverter(Extension.class) String> extensions();

    /** The shortest recording that is relayed, if its duration is known; shorter ones are skipped. */
    @WithDefault("0s")
    Duration minDuration();

    /** What a recording's key is followed by in its sidecar's: {@code call.wav} has {@code call.wav.json}. */
    @WithDefault(".json")
    String sidecarSuffix();

    /** How old a recording may be before a missing sidecar is no longer waited for. */
    @WithDefault("15m")
    Duration sidecarWait();

    /**
     * What makes a call's details of a recording's metadata, key and sidecar: a JSONata expression, the name of a
     * bundled one, or the address of one in S3, such as {@code s3://bucket/mapping.jsonata}.
     */
    Optional<String> mapping();

    /**
     * Where details stand in the key: a regular expression with a named group for each field, such as {@code
     * (?<customData>[0-9a-f-]{36})_(?<actualStart>\\d{8}T\\d\\d:\\d\\d)_UTC\\.wav$}.
     */
    Optional<Pattern> keyPattern();

    /** How the {@code actualStart} in the key is written, as java.time.format.DateTimeFormatter names it. */
    @WithDefault("yyyyMMdd'T'HH:mm")
    @WithConverter(TimeFormat.class)
    DateTimeFormatter keyTimeFormat();

    /** The time zone of the {@code actualStart} in the key where its text has none; an IANA name. */
    @WithDefault("UTC")
    ZoneId keyTimeZone();
}
