package dev.gongrelay.settings;

import static dev.gongrelay.settings.Rules.unless;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;

/** The rules for durations. Where two don't fit together, only one that somebody set is refused. */
final class TimeRules {
    /** More than Lambda allows (1,800 s, 2026-11), and little beside the 12 hours that SQS hides a message. */
    private static final Duration LONGEST_INVOCATION = Duration.ofHours(1);

    /** "A message can be invisible for 12 hours from its receipt" (Amazon SQS, "Visibility timeout"). */
    private static final Duration LONGEST_INVISIBLE = Duration.ofHours(12);

    /** Messages are kept for 14 days at most (Amazon SQS, "Message retention period"), and a last wait is longer. */
    private static final Duration LONGEST_PATIENCE = Duration.ofDays(10);

    private TimeRules() {}

    static Optional<String> timeLimit(Setting setting) {
        return upTo(LONGEST_INVOCATION, "1h", setting);
    }

    static Optional<String> longestDelay(Setting setting) {
        return upTo(LONGEST_INVISIBLE, "12h", setting);
    }

    static Optional<String> delay(Setting setting) {
        Optional<Duration> longest = other(setting, Rules.MAX_DELAY);
        return positive(setting)
                .map(delay -> unless(
                        !setting.given() || longest.isEmpty() || delay.compareTo(longest.get()) <= 0,
                        "must not be longer than RELAY_DELIVERY_MAX_DELAY"))
                .orElse(Optional.of("must be a duration above zero, such as 30s"));
    }

    /** The wait grows to six times as much. */
    static Optional<String> arrivalsDelay(Setting setting) {
        return upTo(LONGEST_INVISIBLE.dividedBy(6), "2h", setting);
    }

    static Optional<String> patience(Setting setting) {
        return upTo(LONGEST_PATIENCE, "10d", setting);
    }

    /** How long a part of an attempt may take. */
    static Optional<String> timeout(Setting setting) {
        Optional<Duration> limit = other(setting, Rules.TIME_LIMIT);
        Duration margin = other(setting, Rules.DEADLINE_MARGIN).orElse(Duration.ZERO);
        return positive(setting)
                .map(timeout -> unless(
                        !setting.given()
                                || limit.isEmpty()
                                || timeout.compareTo(limit.get().minus(margin)) < 0,
                        "must be shorter than RELAY_TIME_LIMIT less RELAY_DEADLINE_MARGIN"))
                .orElse(Optional.of("must be a duration above zero, such as 15s"));
    }

    /** Refused even as a default, because a margin that does not fit leaves no time for work. */
    static Optional<String> margin(Setting setting) {
        Optional<Duration> limit = other(setting, Rules.TIME_LIMIT);
        Optional<Duration> margin = positive(setting);
        return unless(
                margin.isPresent() && (limit.isEmpty() || margin.get().compareTo(limit.get()) < 0),
                "must be a duration above zero and shorter than RELAY_TIME_LIMIT");
    }

    static Optional<String> sidecarWait(Setting setting) {
        return notNegative(setting, "must be a duration such as 15m; 0s means no wait");
    }

    static Optional<String> minDuration(Setting setting) {
        return notNegative(setting, "must be a duration such as 30s; 0s allows any");
    }

    private static Optional<String> notNegative(Setting setting, String otherwise) {
        return unless(
                duration(setting.text()).filter(wait -> !wait.isNegative()).isPresent(), otherwise);
    }

    private static Optional<String> upTo(Duration longest, String told, Setting setting) {
        return unless(
                positive(setting)
                        .filter(duration -> duration.compareTo(longest) <= 0)
                        .isPresent(),
                "must be a duration above zero, at most " + told);
    }

    private static Optional<Duration> positive(Setting setting) {
        return positive(setting.text());
    }

    /** Another setting; empty if it has a problem of its own. */
    private static Optional<Duration> other(Setting setting, String name) {
        return setting.other(name).flatMap(TimeRules::positive);
    }

    private static Optional<Duration> positive(String text) {
        return duration(text).filter(duration -> !duration.isZero() && !duration.isNegative());
    }

    private static Optional<Duration> duration(String text) {
        try {
            return Optional.ofNullable(DurationConverter.parseDuration(text));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
