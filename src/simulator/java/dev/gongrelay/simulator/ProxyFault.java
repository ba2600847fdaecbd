package dev.gongrelay.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * What a {@link FaultyProxy} does to the answer of one request.
 *
 * @param kind what happens
 * @param bytes after how many bytes of the answer's body it happens, or how many are delivered in a second
 * @param answer what is sent instead of the server's answer
 * @param rewriting what becomes of the head of the server's answer
 */
public record ProxyFault(Kind kind, long bytes, String answer, UnaryOperator<String> rewriting) {
    enum Kind {
        NONE,
        END,
        RESET,
        SILENCE,
        THROTTLE,
        ANSWER,
        DROP,
        REWRITE
    }

    /** Nothing goes wrong, so that requests pass before the next fault. */
    public static ProxyFault none() {
        return of(Kind.NONE, 0);
    }

    /** Closes the connection in order (FIN) before it delivers anything of the answer. */
    public static ProxyFault noAnswer() {
        return of(Kind.END, -1);
    }

    /** Delivers nothing of the answer, but keeps the connection open. */
    public static ProxyFault holdAnswer() {
        return of(Kind.SILENCE, -1);
    }

    /** Keeps the request from the server, which never sees it, and the connection open. */
    public static ProxyFault holdRequest() {
        return new ProxyFault(Kind.ANSWER, 0, "", UnaryOperator.identity());
    }

    /** Keeps the request from the server, which never sees it, and closes the connection in order (FIN). */
    public static ProxyFault dropRequest() {
        return of(Kind.DROP, 0);
    }

    /** Closes the connection in order (FIN) after exactly this many bytes of the body. */
    public static ProxyFault endAfter(long bytes) {
        return of(Kind.END, bytes);
    }

    /** Resets the connection (RST) after this many bytes of the body, the last of which may not arrive. */
    public static ProxyFault resetAfter(long bytes) {
        return of(Kind.RESET, bytes);
    }

    /** Delivers nothing more after this many bytes of the body, but keeps the connection open. */
    public static ProxyFault silenceAfter(long bytes) {
        return of(Kind.SILENCE, bytes);
    }

    /** Delivers the body at this rate. */
    public static ProxyFault throttle(long bytesPerSecond) {
        return of(Kind.THROTTLE, bytesPerSecond);
    }

    /**
     * Answers in place of the server, which never sees the request.
     *
     * @param head status line and headers, each but the last followed by a line break of any kind, such as
     *     {@code HTTP/1.1 503 Slow Down}; a Content-Length is added when there is none
     */
    public static ProxyFault answer(String head, String body) {
        String lines = head.strip().replaceAll("\\R", "\r\n");
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        boolean hasLength = lines.toLowerCase(Locale.ROOT).contains("content-length:");
        String answer = lines + (hasLength ? "" : "\r\nContent-Length: " + length) + "\r\n\r\n" + body;
        return new ProxyFault(Kind.ANSWER, 0, answer, UnaryOperator.identity());
    }

    /** Answers as S3 does when it is overloaded. */
    public static ProxyFault slowDown() {
        return error(503, "Slow Down", "SlowDown", "Please reduce your request rate.");
    }

    /** Answers as S3 does when it fails. */
    public static ProxyFault internalError() {
        return error(500, "Internal Server Error", "InternalError", "We encountered an internal error.");
    }

    /** Answers with an error in S3's form. */
    public static ProxyFault error(int status, String reason, String code, String message) {
        return answer(
                "HTTP/1.1 " + status + " " + reason + "\nContent-Type: application/xml",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>" + message
                        + "</Message></Error>");
    }

    /** Changes the head of the server's answer: status line and headers, each ended by CRLF; the body stays. */
    public static ProxyFault rewrite(UnaryOperator<String> rewriting) {
        return new ProxyFault(Kind.REWRITE, 0, "", rewriting);
    }

    /** Whether it happens after this many bytes of the body; -1 is before the answer's head. */
    boolean strikesAt(long delivered) {
        return switch (kind) {
            case END, RESET, SILENCE -> delivered == bytes;
            default -> false;
        };
    }

    /** How many bytes may be read at once after this many of the body. */
    int room(long delivered, int atMost) {
        return switch (kind) {
            case END, RESET, SILENCE -> (int) Math.min(atMost, bytes - delivered);
            case THROTTLE -> (int) Math.max(1, Math.min(atMost, bytes / 20));
            default -> atMost;
        };
    }

    private static ProxyFault of(Kind kind, long bytes) {
        return new ProxyFault(kind, bytes, "", UnaryOperator.identity());
    }
}
