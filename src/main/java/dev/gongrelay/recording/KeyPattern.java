package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.mapping.CountedText;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds call details in an object's key, where many telephone systems put them. Each named group of a pattern is the field
 * of that name, and {@code actualStart} is read with a time format.
 */
final class KeyPattern {
    private static final Pattern GROUP_NAME = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]{0,63})>");
    private static final String START = "actualStart";
    /** Ten thousand times the length of a key. A pattern that reads more could take ages. */
    private static final int MOST_READS = 10_000_000;

    private final Pattern pattern;
    private final KeyTime time;
    private final List<String> names;

    KeyPattern(Pattern pattern, KeyTime time) {
        this.pattern = pattern;
        this.time = time;
        this.names = GROUP_NAME
                .matcher(pattern.pattern())
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    /**
     * Finds the fields in a key; none if the pattern does not match. A time that can't be read is left as it is.
     *
     * @throws BacktrackingException if the pattern takes too long on this key
     */
    KeyDetails find(String key) {
        ObjectNode groups = JsonNodeFactory.instance.objectNode();
        Optional<String> remark = Optional.empty();
        Matcher matcher = pattern.matcher(new CountedText(key, upTo(MOST_READS)));
        if (isFound(matcher)) {
            for (String name : names) {
                String value = matcher.group(name);
                if (value != null && !value.isEmpty()) {
                    groups.put(name, value);
                }
            }
        }
        ObjectNode fields = groups.deepCopy();
        fields.retain(names.stream().filter(GongFields.CALL::has).toList());
        if (fields.has(START)) {
            KeyTime.StartTime start = time.read(fields.get(START).textValue());
            fields.put(START, start.text());
            remark = start.remark();
        }
        return new KeyDetails(groups, fields, remark);
    }

    private static boolean isFound(Matcher matcher) {
        try {
            return matcher.find();
        } catch (StackOverflowError e) {
            // Groups are matched by recursion, and nothing is left half done.
            throw new BacktrackingException();
        }
    }

    /**
     * What is in a key.
     *
     * @param groups the text that each named group matched
     * @param fields the groups that are fields of a call
     * @param remark what is doubtful about actualStart
     */
    record KeyDetails(ObjectNode groups, ObjectNode fields, Optional<String> remark) {}

    private static Runnable upTo(int mostReads) {
        AtomicInteger left = new AtomicInteger(mostReads);
        return () -> {
            if (left.getAndDecrement() == 0) {
                throw new BacktrackingException();
            }
        };
    }

    /** The pattern can match in too many ways. */
    static final class BacktrackingException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
