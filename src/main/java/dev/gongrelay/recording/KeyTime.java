package dev.gongrelay.recording;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the start of a call in an object's key, in its own offset or zone, or otherwise in that of the settings. */
final class KeyTime {
    private static final String SUBJECT = "the actualStart in the key ";

    private final DateTimeFormatter format;
    private final ZoneId zone;

    /**
     * @param format strict about dates that don't exist
     * @param zone the zone of times without one
     */
    KeyTime(DateTimeFormatter format, ZoneId zone) {
        this.format = format;
        this.zone = zone;
    }

    /** Reads a time; returns the text as it is if it can't be read, or there is no such time. */
    StartTime read(String text) {
        TemporalAccessor parsed;
        LocalDateTime local;
        try {
            parsed = format.parse(text);
            local = LocalDateTime.from(parsed);
        } catch (DateTimeException e) {
            return unreadable(text);
        }
        ZoneOffset offset = parsed.query(TemporalQueries.offset());
        return inZone(local, offset == null ? zone(parsed, text) : offset);
    }

    private static StartTime inZone(LocalDateTime local, ZoneId zone) {
        String time = ZonedDateTime.of(local, zone).toInstant().toString();
        int offsets = zone.getRules().getValidOffsets(local).size();
        if (offsets == 1) {
            return new StartTime(time, Optional.empty());
        }
        String problem = offsets == 0
                ? "is skipped by daylight saving in " + zone + ": the relay uses the time after the change"
                : "happens twice because daylight saving ends in " + zone + ": the relay uses the first of the two";
        return new StartTime(time, Optional.of(SUBJECT + problem));
    }

    /** A name of UTC counts even if it is a literal of the format, as in {@code HHmm'Z'}. */
    private ZoneId zone(TemporalAccessor parsed, String text) {
        ZoneId written = parsed.query(TemporalQueries.zoneId());
        if (written != null) {
            return written;
        }
        return Stream.of("Z", "UTC", "GMT").anyMatch(text.toUpperCase(Locale.ROOT)::endsWith) ? ZoneOffset.UTC : zone;
    }

    private StartTime unreadable(String text) {
        if (ValueRule.TIME.holds(text)) {
            return new StartTime(text, Optional.empty());
        }
        ParsePosition position = new ParsePosition(0);
        boolean fits = format.parseUnresolved(text, position) != null && position.getIndex() == text.length();
        return new StartTime(
                text,
                Optional.of(SUBJECT
                        + (fits
                                ? "is not a date and time that exists"
                                : "does not have the format RELAY_RECORDINGS_KEY_TIME_FORMAT")));
    }

    /**
     * When a call began.
     *
     * @param text the time in UTC, as Gong requires it
     * @param remark what is doubtful about it
     */
    record StartTime(String text, Optional<String> remark) {}
}
