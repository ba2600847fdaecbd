package dev.gongrelay.simulator;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong with one request to Gong, for {@link GongSimulator#fail}. Gong keeps nothing of the request, unless
 * {@link #accepting} says so.
 *
 * @param kind what happens
 * @param bytes after how many bytes of the request's body it happens, or how many are read in a second
 * @param pause how long it lasts; null for until {@link GongSimulator#resumeReading}
 * @param status the answer's status; 0 for no answer
 * @param headers the answer's headers
 * @param body the answer's body
 * @param endless what follows the body, repeated until the client closes the connection; empty for nothing
 * @param accepted whether Gong keeps what it was sent anyway
 */
public record Fault(
        Kind kind,
        long bytes,
        @Nullable Duration pause,
        int status,
        Map<String, String> headers,
        String body,
        String endless,
        boolean accepted) {
    enum Kind {
        NONE,
        ANSWER_BEFORE_BODY,
        ANSWER_AFTER_BODY,
        RAW_BEFORE_BODY,
        RAW_AFTER_BODY,
        RAW_AFTER_BODY_THEN_CLOSE,
        CLOSE_AFTER_BODY,
        NEVER_ANSWER,
        RESET,
        STOP_READING,
        READ_SLOWLY
    }

    /** Nothing goes wrong, so that requests pass before the next fault. */
    public static Fault none() {
        return of(Kind.NONE, 0, null);
    }

    /** Answers as soon as the head of the request has come; reads and discards the body then, as gateways do. */
    public static Fault answer(int status) {
        return answer(Kind.ANSWER_BEFORE_BODY, status);
    }

    /** Answers when the whole body was read. */
    public static Fault answerAfterBody(int status) {
        return answer(Kind.ANSWER_AFTER_BODY, status);
    }

    private static Fault answer(Kind kind, int status) {
        return new Fault(kind, 0, null, status, Map.of(), "", "", false)
                .json("{\"requestId\":\"scripted\",\"errors\":[\"scripted failure\"]}");
    }

    /** Reads the whole body, sends these bytes (ISO-8859-1) instead of an answer, and leaves the connection open. */
    public static Fault raw(String bytes) {
        return raw(Kind.RAW_AFTER_BODY, bytes);
    }

    /** The same, but closes the connection. */
    public static Fault rawThenClose(String bytes) {
        return raw(Kind.RAW_AFTER_BODY_THEN_CLOSE, bytes);
    }

    /** Sends these bytes (ISO-8859-1) as soon as the head of the request has come. */
    public static Fault rawBeforeBody(String bytes) {
        return raw(Kind.RAW_BEFORE_BODY, bytes);
    }

    private static Fault raw(Kind kind, String bytes) {
        return new Fault(kind, 0, null, 0, Map.of(), bytes, "", false);
    }

    /** The same raw bytes, followed by these, repeated until the connection ends. */
    public Fault withoutEnd(String bytes) {
        return new Fault(kind, this.bytes, pause, status, headers, body, bytes, accepted);
    }

    /** Reads the whole body and closes the connection without an answer. */
    public static Fault closeAfterBody() {
        return of(Kind.CLOSE_AFTER_BODY, 0, null);
    }

    /** Accepts what was sent, but the answer is lost: the connection is closed instead. */
    public static Fault loseAnswer() {
        return closeAfterBody().accepting();
    }

    /** Reads the whole body and never answers; the connection stays open. */
    public static Fault neverAnswer() {
        return of(Kind.NEVER_ANSWER, 0, null);
    }

    /** Resets the TCP connection after this many bytes of the body, or a little more. */
    public static Fault resetAfter(long bytes) {
        return of(Kind.RESET, bytes, null);
    }

    /**
     * Stops reading after this many bytes of the body, or a little more, until {@link GongSimulator#resumeReading}.
     * Until then, the simulator doesn't notice that the client closes the connection.
     */
    public static Fault stopReadingAfter(long bytes) {
        return of(Kind.STOP_READING, bytes, null);
    }

    /** Pauses reading for this long after this many bytes of the body, or a little more. */
    public static Fault stopReadingAfter(long bytes, Duration pause) {
        return of(Kind.STOP_READING, bytes, pause);
    }

    /** Reads the body at this rate and then answers as usual. */
    public static Fault readSlowly(long bytesPerSecond) {
        return of(Kind.READ_SLOWLY, bytesPerSecond, null);
    }

    /** The same with a header of the answer, such as {@code Retry-After}. */
    public Fault header(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new Fault(kind, bytes, pause, status, Map.copyOf(more), body, endless, accepted);
    }

    /** The same with a page of HTML as the answer's body, as gateways send it. */
    public Fault html(String page) {
        return body("text/html", page);
    }

    /** The same with JSON as the answer's body. */
    public Fault json(String json) {
        return body("application/json", json);
    }

    private Fault body(String type, String text) {
        return new Fault(kind, bytes, pause, status, headers, text, endless, accepted).header("Content-Type", type);
    }

    /** The same, but Gong keeps what it was sent, provided that it was right and complete. */
    public Fault accepting() {
        return new Fault(kind, bytes, pause, status, headers, body, endless, true);
    }

    /** Whether Gong keeps what the request brings, if it is right. */
    boolean keeps() {
        return switch (kind) {
            case ANSWER_AFTER_BODY, CLOSE_AFTER_BODY, NEVER_ANSWER, RAW_AFTER_BODY, RAW_AFTER_BODY_THEN_CLOSE ->
                accepted;
            default -> true;
        };
    }

    /** What happens, for people. */
    String describe() {
        return switch (kind) {
            case NONE -> "nothing";
            case ANSWER_BEFORE_BODY -> "answer " + status;
            case ANSWER_AFTER_BODY -> "answer " + status + " after the body";
            case RAW_BEFORE_BODY, RAW_AFTER_BODY, RAW_AFTER_BODY_THEN_CLOSE -> "send bytes that are not an answer";
            case CLOSE_AFTER_BODY -> "close the connection after the body";
            case NEVER_ANSWER -> "never answer";
            case RESET -> "drop the connection after " + ByteSize.format(bytes);
            case STOP_READING -> "stop reading after " + ByteSize.format(bytes);
            case READ_SLOWLY -> "read " + ByteSize.format(bytes) + "/s";
        };
    }

    private static Fault of(Kind kind, long bytes, @Nullable Duration pause) {
        return new Fault(kind, bytes, pause, 0, Map.of(), "", "", false);
    }
}
