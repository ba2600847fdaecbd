package dev.gongrelay.gong;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Gong's errors say only in words. They are known from other importers, in fragments, so they are matched loosely.
 * If Gong rewords them, a duplicate becomes a visible failure, never a second upload.
 *
 * @param text the errors; the search takes time in proportion to their length
 */
record GongWords(String text) {
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern POSTED =
            Pattern.compile("already been posted for the call\\D{0,20}(\\d{1,20})(?!\\d)");
    private static final Pattern HANDLED = Pattern.compile("already been handled");
    private static final Pattern SAME_CONTENT =
            Pattern.compile("same content has been uploaded.{0,200}?same content\\D{0,20}(\\d{1,20})(?!\\d)");

    GongWords {
        text = SPACE.matcher(text).replaceAll(" ").toLowerCase(Locale.ROOT);
    }

    /** The duplicate that the words report. Each phrase belongs to one request and means nothing in another. */
    Optional<DuplicateException> duplicate(GongAnswer.Request request, @Nullable String requestId) {
        return switch (request) {
            case REGISTER -> duplicate(POSTED, DuplicateException.Kind.CALL, requestId);
            case UPLOAD ->
                duplicate(SAME_CONTENT, DuplicateException.Kind.CONTENT, requestId)
                        .or(() -> duplicate(HANDLED, DuplicateException.Kind.MEDIA, requestId));
            case USERS, CALLS -> Optional.empty();
        };
    }

    private Optional<DuplicateException> duplicate(
            Pattern words, DuplicateException.Kind kind, @Nullable String requestId) {
        Matcher matcher = words.matcher(text);
        return matcher.find()
                ? Optional.of(new DuplicateException(kind, matcher.groupCount() > 0 ? matcher.group(1) : "", requestId))
                : Optional.empty();
    }
}
