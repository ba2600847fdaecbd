package dev.gongrelay.source;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The shapes that the body of a refusal may have, whoever sends it. */
public enum BodyShape {
    /** As S3 writes it. */
    PLAIN(true, true, true),
    /** With a default namespace, attributes and white space. */
    NAMESPACE(true, true, true),
    /** With a prefix for a namespace. */
    PREFIX(true, true, true),
    /** Within another element. */
    WRAPPED(false, true, true),
    /** Behind 50 KB of something else. */
    PADDED(true, true, true),
    /** Between 500 KB and 500 KB of something else. */
    MEGABYTE(true, true, false),
    /** Truncated behind the code, with a Content-Length that agrees. */
    TRUNCATED(false, true, true),
    /** Truncated in the middle of the code. */
    TRUNCATED_CODE(false, false, false),
    /** Truncated behind the code, with a Content-Length that promises more. */
    CUT(false, true, true),
    EMPTY(false, false, false),
    HTML(false, false, false),
    JSON(false, false, false),
    TEXT(false, false, false);

    private final boolean tellsWrites;
    private final boolean tellsReads;
    private final boolean tellsMedia;

    BodyShape(boolean tellsWrites, boolean tellsReads, boolean tellsMedia) {
        this.tellsWrites = tellsWrites;
        this.tellsReads = tellsReads;
        this.tellsMedia = tellsMedia;
    }

    /** Whether a PUT through the SDK, which keeps no body, learns the code. */
    public boolean tellsWrites() {
        return tellsWrites;
    }

    /** Whether a GET through the SDK learns the code. */
    public boolean tellsReads() {
        return tellsReads;
    }

    /** Whether a request for media, which reads 64 KiB of a refusal, learns the code. */
    public boolean tellsMedia() {
        return tellsMedia;
    }

    /** A complete answer. */
    public byte[] answer(String request, int status, String code) {
        String head = status + " Refused";
        if (this != CUT || request.startsWith("HEAD ")) {
            return ScriptedS3.answer(request, head, body(code));
        }
        return ("HTTP/1.1 " + head + "\r\nContent-Length: 5000\r\nConnection: close\r\n\r\n" + body(code))
                .getBytes(StandardCharsets.UTF_8);
    }

    private String body(String code) {
        String plain = ScriptedS3.error(code, "Something is wrong.");
        return switch (this) {
            case PLAIN -> plain;
            case NAMESPACE ->
                "<Error xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Code lang=\"en\">\n" + code
                        + "\n</Code></Error>";
            case PREFIX -> "<s3:Error xmlns:s3=\"urn:s3\"><s3:Code>" + code + "</s3:Code></s3:Error>";
            case WRAPPED -> "<ErrorResponse><Error><Code>" + code + "</Code></Error></ErrorResponse>";
            case PADDED -> "<Error><Filler>" + "x".repeat(50_000) + "</Filler><Code>" + code + "</Code></Error>";
            case MEGABYTE -> {
                String filler = "<Filler>" + "x".repeat(500_000) + "</Filler>";
                yield "<Error>" + filler + "<Code>" + code + "</Code>" + filler + "</Error>";
            }
            case TRUNCATED, CUT -> plain.substring(0, plain.indexOf("</Message>"));
            case TRUNCATED_CODE -> plain.substring(0, plain.indexOf("</Code>") - 2);
            case EMPTY -> "";
            case HTML -> "<html><body><h1>Refused</h1><code>" + code + "</code></body></html>";
            case JSON -> "{\"Code\":\"" + code + "\"}";
            case TEXT -> code.toLowerCase(Locale.ROOT);
        };
    }
}
