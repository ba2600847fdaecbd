package dev.gongrelay.gong;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.TransientException;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An answer of Gong that is no success, and what it means. The body is Gong's {@code {requestId, errors[]}}, or whatever
 * a gateway in front of it sends.
 *
 * <p>Gong tells of a repeat only in words; of those only fragments are known, from importers at work. Should Gong reword
 * them, a repeat becomes a visible failure, never a second upload.
 */
record GongAnswer(int status, @Nullable String retryAfter, String requestId, String errors) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UNKNOWN = "unknown";
    private static final int LONGEST_ERRORS = 500;
    private static final Pattern POSTED = Pattern.compile("already been posted for the call\\D{0,20}(\\d{1,20})");
    private static final Pattern HANDLED = Pattern.compile("already been handled");
    private static final Pattern SAME_CONTENT =
            Pattern.compile("same content has been uploaded.{0,200}?same content\\D{0,20}(\\d{1,20})");
    private static final Pattern E_MAIL_ADDRESS = Pattern.compile("[^\\s\"'<>@]+@[^\\s\"'<>@]+");
    private static final Pattern TELEPHONE_NUMBER = Pattern.compile("\\+\\d[\\d ()./-]{5,}");

    static GongAnswer of(Response response) {
        String body = response.hasEntity() ? response.readEntity(String.class) : "";
        return of(response.getStatus(), response.getHeaderString("Retry-After"), body);
    }

    static GongAnswer of(int status, @Nullable String retryAfter, String body) {
        JsonNode tree = tree(body);
        return new GongAnswer(status, retryAfter, tree.path("requestId").asText(UNKNOWN), errors(tree, body));
    }

    /** The meaning: a {@link DuplicateException} or a {@link dev.gongrelay.failure.RelayException}. */
    RuntimeException failure() {
        Optional<DuplicateException> repeat = status == 400 ? repeat() : Optional.empty();
        if (repeat.isPresent()) {
            return repeat.get();
        }
        String message = "Gong answered " + status + ", requestId " + requestId + ": " + errors;
        return switch (status) {
            case 401, 403 -> new TransientException(FailureCode.GONG_UNAUTHORIZED, message, null);
            case 404 -> new PermanentException(FailureCode.GONG_CALL_UNKNOWN, message);
            case 409 -> new PermanentException(FailureCode.GONG_USER_NOT_ENABLED, message);
            case 413 -> new PermanentException(FailureCode.GONG_TOO_LARGE, message);
            case 415 -> new PermanentException(FailureCode.GONG_MEDIA_TYPE, message);
            case 429 -> new TransientException(FailureCode.GONG_THROTTLED, waiting(message), null, wait(Instant.now()));
            default -> unnamed(message);
        };
    }

    private RuntimeException unnamed(String message) {
        if (status < 500) {
            return new PermanentException(FailureCode.GONG_REFUSED, message);
        }
        Duration wait = wait(Instant.now());
        return wait == null
                ? new GongException(FailureCode.GONG_UNAVAILABLE, message)
                : new TransientException(FailureCode.GONG_UNAVAILABLE, waiting(message), null, wait);
    }

    private Optional<DuplicateException> repeat() {
        String words = errors.toLowerCase(Locale.ROOT);
        Matcher posted = POSTED.matcher(words);
        if (posted.find()) {
            return Optional.of(new DuplicateException(DuplicateException.Kind.CALL, posted.group(1), requestId));
        }
        Matcher sameContent = SAME_CONTENT.matcher(words);
        if (sameContent.find()) {
            return Optional.of(
                    new DuplicateException(DuplicateException.Kind.CONTENT, sameContent.group(1), requestId));
        }
        return HANDLED.matcher(words).find()
                ? Optional.of(new DuplicateException(DuplicateException.Kind.MEDIA, "", requestId))
                : Optional.empty();
    }

    private String waiting(String message) {
        return retryAfter == null ? message : message + "; Retry-After " + retryAfter;
    }

    /** The {@code Retry-After} header, in seconds or as a date (RFC 9110, 10.2.3); null when absent, wrong or 0. */
    @Nullable
    Duration wait(Instant now) {
        if (retryAfter == null) {
            return null;
        }
        Duration wait = retryAfter.strip().matches("\\d{1,9}")
                ? Duration.ofSeconds(Long.parseLong(retryAfter.strip()))
                : untilDate(retryAfter.strip(), now);
        return wait.isNegative() || wait.isZero() ? null : wait;
    }

    private static Duration untilDate(String date, Instant now) {
        try {
            return Duration.between(
                    now,
                    ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }

    private static JsonNode tree(String body) {
        try {
            JsonNode tree = JSON.readTree(body);
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static String errors(JsonNode tree, String body) {
        StringJoiner errors = new StringJoiner("; ");
        tree.path("errors").forEach(error -> errors.add(error.isTextual() ? error.textValue() : error.toString()));
        String text = errors.length() > 0
                ? errors.toString()
                : "no errors listed, " + body.length() + " characters of other text";
        String safe = TELEPHONE_NUMBER
                .matcher(E_MAIL_ADDRESS.matcher(text).replaceAll("<address>"))
                .replaceAll("<number>");
        return safe.substring(0, Math.min(safe.length(), LONGEST_ERRORS));
    }
}
