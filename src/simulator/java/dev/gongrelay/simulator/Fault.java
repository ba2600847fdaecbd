package dev.gongrelay.simulator;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong with one request to Gong, for {@link GongSimulator#fail}.
 * A request that fails so leaves nothing at Gong, unless {@link #accepting} says so.
 *
 * @param kind what happens
 * @param bytes after how many bytes of the request's body it happens, or how many are read in a second
 * @param pause how long it lasts; null means until {@link GongSimulator#resumeReading}
 * @param status the answer's status, 0 when there is none
 * @param headers the answer's headers
 * @param body the answer's body
 * @param endless what follows the body again and again until the client has enough; empty for nothing
 * @param accepted whether Gong keeps what it was sent all the same
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

    /** Nothing goes wrong: lets requests pass before the next fault's turn. */
    public static Fault none() {
        return of(Kind.NONE, 0, null);
    }

    /** Answers as soon as the head of the request is there; then reads on and throws away, as gateways do. */
    public static Fault answer(int status) {
        return new Fault(Kind.ANSWER_BEFORE_BODY, 0, null, status, Map.of(), "", "", false)
                .json("{\"requestId\":\"scripted\",\"errors\":[\"scripted failure\"]}");
    }

    /** Answers when the whole body was read. */
    public static Fault answerAfterBody(int status) {
        Fault answer = answer(status);
        return new Fault(Kind.ANSWER_AFTER_BODY, 0, null, status, answer.headers, answer.body, "", false);
    }

    /** Reads the whole body, sends these bytes (ISO-8859-1) instead of an answer, and leaves the connection open. */
    public static Fault raw(String bytes) {
        return raw(Kind.RAW_AFTER_BODY, bytes);
    }

    /** The same, but closes the connection. */
    public static Fault rawThenClose(String bytes) {
        return raw(Kind.RAW_AFTER_BODY_THEN_CLOSE, bytes);
    }

    /** Sends these bytes (ISO-8859-1) as soon as the head of the request is there. */
    public static Fault rawBeforeBody(String bytes) {
        return raw(Kind.RAW_BEFORE_BODY, bytes);
    }

    private static Fault raw(Kind kind, String bytes) {
        return new Fault(kind, 0, null, 0, Map.of(), bytes, "", false);
    }

    /** The same raw bytes, followed by these again and again until the connection ends. */
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

    /** Resets the TCP connection when this many bytes of the body, or a little more, were read. */
    public static Fault resetAfter(long bytes) {
        return of(Kind.RESET, bytes, null);
    }

    /**
     * Reads no further after this many bytes of the body, or a little more, until {@link GongSimulator#resumeReading}.
     * Until then the simulator doesn't notice that the client closes the connection.
     */
    public static Fault stopReadingAfter(long bytes) {
        return of(Kind.STOP_READING, bytes, null);
    }

    /** Reads nothing for this long after this many bytes of the body, or a little more; then goes on. */
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
        return new Fault(kind, bytes, pause, status, headers, page, endless, accepted)
                .header("Content-Type", "text/html");
    }

    /** The same with JSON as the answer's body. */
    public Fault json(String json) {
        return new Fault(kind, bytes, pause, status, headers, json, endless, accepted)
                .header("Content-Type", "application/json");
    }

    /** The same, but Gong keeps what it was sent, provided that it was right and complete. */
    public Fault accepting() {
        return new Fault(kind, bytes, pause, status, headers, body, endless, true);
    }

    /** What happens, for people. */
    String describe() {
        return switch (kind) {
            case NONE -> "nothing";
            case ANSWER_BEFORE_BODY -> "answer " + status;
            case ANSWER_AFTER_BODY -> "answer " + status + " after the body";
            case RAW_BEFORE_BODY, RAW_AFTER_BODY, RAW_AFTER_BODY_THEN_CLOSE -> "send bytes that are no answer";
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
