package dev.gongrelay.gong;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.Redaction;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An error that Gong answered, and what it means. The body is Gong's {@code {requestId, errors[]}}, or whatever a
 * gateway in front of Gong sends.
 *
 * @param requestId what Gong's support asks for; null if the answer has none
 * @param words the {@code errors[]}, else the whole body; may be personal
 * @param listed whether the words are the {@code errors[]}
 */
record GongAnswer(
        Request request,
        int status,
        @Nullable String retryAfter,
        @Nullable String requestId,
        String words,
        boolean listed) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_QUOTE = 500;
    static final String WHERE_TO_ENABLE =
            "an administrator enables importing in Gong, under Admin > Team members > the user > Data capture";
    /** Gong, "List users", 2026-07-05. */
    private static final String SCOPE = "; listing users needs the scope api:users:read";

    private static final Pattern REQUEST_ID = Pattern.compile("[\\w.:/+=-]{1,128}");

    /** The request that Gong answers. */
    enum Request {
        /** "Add New Call". */
        REGISTER,
        /** "Add call media". */
        UPLOAD,
        /** "List users". */
        USERS,
        /** "Retrieve detailed call data". */
        CALLS;

        static Request of(String path) {
            if (path.endsWith("/media")) {
                return UPLOAD;
            }
            return path.endsWith("/users") ? USERS : path.endsWith("/extensive") ? CALLS : REGISTER;
        }
    }

    static GongAnswer of(Request request, Response response) {
        String body = response.hasEntity() ? response.readEntity(String.class) : null;
        return of(request, response.getStatus(), response.getHeaderString("Retry-After"), body == null ? "" : body);
    }

    static GongAnswer of(Request request, int status, @Nullable String retryAfter, String body) {
        JsonNode tree = tree(body);
        String errors = errors(tree);
        return new GongAnswer(
                request,
                status,
                retryAfter,
                requestId(tree.path("requestId").asText("")),
                errors.isEmpty() ? body : errors,
                !errors.isEmpty());
    }

    /** An ID that is safe to show and keep; null if it doesn't look like one. */
    static @Nullable String requestId(@Nullable String given) {
        return given != null && REQUEST_ID.matcher(given).matches() ? given : null;
    }

    /** The meaning: a {@link DuplicateException}, a {@link NobodyException}, or a {@link RelayException}. */
    RuntimeException failure() {
        Optional<DuplicateException> duplicate =
                status < 500 ? new GongWords(words).duplicate(request, requestId) : Optional.empty();
        if (duplicate.isPresent()) {
            return duplicate.get();
        }
        RuntimeException failure = switch (request) {
            case USERS -> ofUsers();
            case CALLS -> ofCalls();
            case REGISTER, UPLOAD -> ofCall();
        };
        if (failure instanceof RelayException known) {
            known.answers(requestId);
        }
        return failure;
    }

    private RuntimeException ofCall() {
        return switch (status) {
            case 401 -> new TransientException(unauthorized(), message());
            case 403 -> new TransientException(FailureCode.GONG_FORBIDDEN, message());
            case 404 -> ofMissing();
            case 409 -> new PermanentException(FailureCode.GONG_USER_NOT_ENABLED, message() + "; " + WHERE_TO_ENABLE);
            case 413 -> new PermanentException(FailureCode.GONG_TOO_LARGE, message());
            case 415 -> new PermanentException(FailureCode.GONG_MEDIA_TYPE, message());
            case 429 -> passing(FailureCode.GONG_THROTTLED);
            // From load balancers and proxies: they pass, whatever the request.
            case 407, 408, 421, 423, 425 -> passing(FailureCode.GONG_UNAVAILABLE);
            default ->
                status >= 400 && status < 500
                        ? new PermanentException(FailureCode.GONG_REFUSED, message())
                        : passing(FailureCode.GONG_UNAVAILABLE);
        };
    }

    /** A new call has no ID that Gong could miss: if not Gong says so, a gateway doesn't reach Gong. */
    private RuntimeException ofMissing() {
        return request == Request.REGISTER && !isGongs()
                ? passing(FailureCode.GONG_UNAVAILABLE)
                : new PermanentException(FailureCode.GONG_CALL_UNKNOWN, message());
    }

    /** No recording is to blame, and those whose details have Gong's IDs don't need the list. */
    private RuntimeException ofUsers() {
        return switch (status) {
            case 401 -> new UnlistedException(unauthorized(), message() + SCOPE);
            case 403 -> new UnlistedException(FailureCode.GONG_FORBIDDEN, message() + SCOPE);
            case 404 -> nobody();
            case 429 -> passing(FailureCode.GONG_THROTTLED);
            default -> passing(FailureCode.GONG_UNAVAILABLE);
        };
    }

    /** Whether the key may read calls, and which there are, only Gong can say. */
    private RuntimeException ofCalls() {
        return switch (status) {
            case 403 -> isGongs() ? ofCall() : passing(FailureCode.GONG_UNAVAILABLE);
            case 404 -> nobody();
            default -> ofCall();
        };
    }

    /** Gong may refuse a valid key that lacks the scope like an invalid key, except for the words. */
    private FailureCode unauthorized() {
        return words.toLowerCase(Locale.ROOT).contains("scope")
                ? FailureCode.GONG_FORBIDDEN
                : FailureCode.GONG_UNAUTHORIZED;
    }

    /** Gong's 404 is an empty list; a gateway's says nothing about the list. */
    private RuntimeException nobody() {
        return isGongs() ? new NobodyException() : passing(FailureCode.GONG_UNAVAILABLE);
    }

    private boolean isGongs() {
        return requestId != null || listed;
    }

    private TransientException passing(FailureCode code) {
        Duration wait = wait(Instant.now());
        if (wait != null) {
            String message = message() + "; Retry-After " + wait.toSeconds() + " s";
            return new TransientException(code, message, null, wait);
        }
        return code == FailureCode.GONG_THROTTLED
                ? new TransientException(code, message())
                : new GongException(code, message());
    }

    private String message() {
        String ofRequest = requestId == null ? "" : ", requestId " + requestId;
        return "Gong answered " + status + ofRequest + ": " + quote();
    }

    private String quote() {
        if (!listed) {
            return "no errors listed, " + words.length() + " characters of other text";
        }
        return RelayException.cut(Redaction.mask(words), LONGEST_QUOTE);
    }

    /** The {@code Retry-After} header, seconds or a date (RFC 9110, 10.2.3); null if absent, invalid or past. */
    @Nullable
    Duration wait(Instant now) {
        if (retryAfter == null) {
            return null;
        }
        String text = retryAfter.strip();
        Duration wait = text.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(text)) : untilDate(text, now);
        return wait.isNegative() || wait.isZero() ? null : wait;
    }

    private static Duration untilDate(String date, Instant now) {
        try {
            return Duration.between(now, DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }

    private static JsonNode tree(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static String errors(JsonNode tree) {
        JsonNode errors = tree.path("errors");
        if (errors.isTextual()) {
            return errors.textValue();
        }
        StringJoiner listed = new StringJoiner("; ");
        for (JsonNode error : errors) {
            if (!error.isNull()) {
                listed.add(error.isTextual() ? error.textValue() : error.toString());
            }
        }
        return listed.toString();
    }
}
