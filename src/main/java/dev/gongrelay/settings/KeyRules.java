package dev.gongrelay.settings;

import static dev.gongrelay.settings.Rules.unless;

import dev.gongrelay.mapping.Mapping;
import dev.gongrelay.mapping.MappingException;
import dev.gongrelay.mapping.MappingReference;
import dev.gongrelay.mapping.TimePattern;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The rules for settings about recordings' keys, and for the mapping. */
final class KeyRules {
    /** The fields of a call that are texts (Gong, "Add New Call", 2026-07-05), and the relay's own {@code callId}. */
    private static final Set<String> TEXT_FIELDS = Set.of(
            "actualStart",
            "callId",
            "callProviderCode",
            "clientUniqueId",
            "customData",
            "direction",
            "disposition",
            "languageCode",
            "meetingUrl",
            "primaryUser",
            "purpose",
            "scheduledEnd",
            "scheduledStart",
            "title",
            "workspaceId");

    private static final Pattern GROUP = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]{0,63})>");
    private static final Pattern EXTENSION = Pattern.compile("[a-z0-9]{1,10}");
    private static final int LONGEST_SUFFIX = 100;

    private KeyRules() {}

    static Optional<String> pattern(Setting setting) {
        String pattern = setting.text();
        if (!compiles(pattern)) {
            return Optional.of("must be a regular expression in Java's syntax");
        }
        List<String> groups =
                GROUP.matcher(pattern).results().map(match -> match.group(1)).toList();
        if (groups.isEmpty()) {
            return Optional.of("must have a named group for each field, such as (?<actualStart>\\d{8})");
        }
        boolean anyName = setting.other(Rules.MAPPING).isPresent();
        return groups.stream()
                .filter(group ->
                        !(anyName || TEXT_FIELDS.contains(group)) || !compiles(pattern + "\n\\k<" + group + ">"))
                .findFirst()
                .map(group -> "has a group that is not a text field of a call: " + group);
    }

    /** Does not check a mapping in S3, which is read when it is needed. */
    static Optional<String> mapping(Setting setting) {
        try {
            MappingReference mapping = MappingReference.of(setting.text());
            if (!mapping.isStored()) {
                Mapping.of(mapping.text(), ZoneOffset.UTC);
            }
            return Optional.empty();
        } catch (MappingException e) {
            return Optional.of("must be a JSONata expression, the name of a bundled mapping, or an s3:// address: "
                    + e.getMessage());
        }
    }

    private static boolean compiles(String pattern) {
        try {
            Pattern.compile(pattern);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    /** Parses a time that it formatted, to also refuse a format without a date or a time. */
    static Optional<String> timeFormat(Setting setting) {
        if (TimePattern.confusesMonthsAndMinutes(setting.text())) {
            return Optional.of("confuses MM, the month, and mm, the minute: write it like yyyy-MM-dd HH:mm");
        }
        try {
            DateTimeFormatter format = new TimeFormat().convert(setting.text());
            LocalDateTime.parse(
                    LocalDateTime.of(2026, 1, 31, 9, 30)
                            .atZone(ZoneId.of("UTC"))
                            .format(format),
                    format);
            return Optional.empty();
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.of("must be a format of a date and a time, such as yyyyMMdd'T'HH:mm");
        }
    }

    static Optional<String> timeZone(Setting setting) {
        try {
            ZoneId.of(setting.text());
            return Optional.empty();
        } catch (DateTimeException e) {
            return Optional.of("must be the name of a time zone, such as Europe/Berlin");
        }
    }

    static Optional<String> extensions(Setting setting) {
        return unless(
                listed(setting.text()).stream()
                        .allMatch(one -> EXTENSION.matcher(one).matches()),
                "must be extensions of file names, such as wav,mp3");
    }

    /** Refuses a suffix that recordings have: each would count as a sidecar, and would not be relayed. */
    static Optional<String> sidecarSuffix(Setting setting) {
        String suffix = setting.text().toLowerCase(Locale.ROOT);
        if (suffix.isBlank() || suffix.length() > LONGEST_SUFFIX) {
            return Optional.of("must be text of 1 to " + LONGEST_SUFFIX + " characters, such as .json");
        }
        boolean isRecordings = listed(setting.other(Rules.EXTENSIONS).orElse("")).stream()
                .anyMatch(one -> ("." + one).endsWith(suffix) || suffix.endsWith("." + one));
        return unless(!isRecordings, "must not be the ending of recordings' own keys");
    }

    private static List<String> listed(String extensions) {
        Extension extension = new Extension();
        return Arrays.stream(extensions.split(",")).map(extension::convert).toList();
    }
}
