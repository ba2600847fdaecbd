package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Call details that stand in an object's key, as many telephone systems write it: each named group of a pattern is the
 * field of that name. {@code actualStart} is read with a time format and taken as UTC.
 */
final class KeyPattern {
    private static final Pattern GROUP_NAME = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");
    private static final String START = "actualStart";

    private final Pattern pattern;
    private final DateTimeFormatter timeFormat;
    private final List<String> names;

    KeyPattern(Pattern pattern, DateTimeFormatter timeFormat) {
        this.pattern = pattern;
        this.timeFormat = timeFormat;
        this.names = GROUP_NAME
                .matcher(pattern.pattern())
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    /** The fields in a key; none when the pattern is not found in it. A time that can't be read is left as it is. */
    ObjectNode fields(String key) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        Matcher matcher = pattern.matcher(key);
        if (matcher.find()) {
            for (String name : names) {
                String value = matcher.group(name);
                if (value != null && !value.isEmpty()) {
                    fields.set(name, JsonNodeFactory.instance.textNode(name.equals(START) ? time(value) : value));
                }
            }
        }
        return fields;
    }

    private String time(String value) {
        try {
            return LocalDateTime.parse(value, timeFormat)
                    .toInstant(ZoneOffset.UTC)
                    .toString();
        } catch (DateTimeException e) {
            return value;
        }
    }
}
