package dev.gongrelay.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a {@code multipart/form-data} body of exactly one part as a stream (RFC 2046, 5.1.1; RFC 7578), in constant
 * memory. It is strict: no preamble, no epilogue but one line break, no second part, no line break other than CRLF.
 */
final class MultipartScanner {
    private static final int LONGEST_HEAD = 1 << 13;
    private static final Pattern CONTENT_TYPE =
            Pattern.compile("(?i)multipart/form-data\\s*;\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))\\s*");

    /** Receives the part. */
    interface Part {
        /** The headers of the part, names in lower case. */
        void head(Map<String, String> headers) throws IOException;

        /** The next bytes of the content. The array is reused afterwards. */
        void content(byte[] bytes, int offset, int length) throws IOException;
    }

    /** The body is malformed. The message tells the sender how. */
    static final class MalformedException extends IOException {
        private static final long serialVersionUID = 1;

        MalformedException(String message) {
            super(message);
        }
    }

    private enum State {
        OPENING,
        HEAD,
        CONTENT,
        CLOSING,
        ENDED
    }

    private final Part part;
    private final StringBuilder head = new StringBuilder();
    private byte[] opening = {};
    private byte[] delimiter = {};
    private State state = State.OPENING;
    /** How many bytes of what the state waits for have been seen. */
    private int matched;

    MultipartScanner(Part part) {
        this.part = part;
    }

    /** Begins a body of this content type, which must be multipart/form-data with a boundary. */
    void begin(String contentType) throws MalformedException {
        Matcher matcher = CONTENT_TYPE.matcher(contentType);
        if (!matcher.matches()) {
            throw new MalformedException("Content-Type names no boundary that can be understood");
        }
        String boundary = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        opening = ("--" + boundary + "\r\n").getBytes(StandardCharsets.US_ASCII);
        delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
    }

    /** Takes the next bytes of the body. */
    void feed(byte[] bytes) throws IOException {
        int position = 0;
        while (position < bytes.length) {
            position = switch (state) {
                case OPENING -> opening(bytes, position);
                case HEAD -> head(bytes, position);
                case CONTENT -> content(bytes, position);
                case CLOSING -> closing(bytes, position);
                case ENDED -> throw new MalformedException("bytes follow the closing delimiter");
            };
        }
    }

    /** Ends the body. */
    void end() throws MalformedException {
        boolean complete = state == State.ENDED || (state == State.CLOSING && matched == 2);
        if (!complete) {
            throw new MalformedException("the body ends without the closing delimiter");
        }
    }

    private int opening(byte[] bytes, int position) throws MalformedException {
        if (bytes[position] != opening[matched]) {
            throw new MalformedException("the body doesn't begin with the delimiter of the Content-Type's boundary");
        }
        matched++;
        if (matched == opening.length) {
            to(State.HEAD);
        }
        return position + 1;
    }

    private int head(byte[] bytes, int position) throws IOException {
        head.append((char) (bytes[position] & 0xff));
        if (head.length() >= 4 && head.indexOf("\r\n\r\n", head.length() - 4) >= 0) {
            byte[] raw = head.toString().getBytes(StandardCharsets.ISO_8859_1);
            part.head(headers(new String(raw, StandardCharsets.UTF_8)));
            to(State.CONTENT);
        } else if (head.length() > LONGEST_HEAD) {
            throw new MalformedException("the part's headers don't end");
        }
        return position + 1;
    }

    private static Map<String, String> headers(String head) throws MalformedException {
        Map<String, String> headers = new TreeMap<>();
        for (String line : head.substring(0, head.length() - 4).split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon <= 0 || line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
                throw new MalformedException("the part has a header line without a name");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            if (headers.put(name, line.substring(colon + 1).strip()) != null) {
                throw new MalformedException("the part has the header " + name + " twice");
            }
        }
        return headers;
    }

    /**
     * Hands on what is certainly content. A delimiter's beginning may lie at the end of the bytes: it is held back, as
     * the number of bytes matched. No byte of a delimiter but the first is CR, so a match that fails never hides
     * another.
     */
    private int content(byte[] bytes, int start) throws IOException {
        int run = start;
        int position = start;
        while (position < bytes.length) {
            if (matched == 0) {
                while (position < bytes.length && bytes[position] != '\r') {
                    position++;
                }
                if (position < bytes.length) {
                    matched = 1;
                    position++;
                }
            } else if (bytes[position] == delimiter[matched]) {
                matched++;
                position++;
                if (matched == delimiter.length) {
                    hand(bytes, run, position - matched);
                    to(State.CLOSING);
                    return position;
                }
            } else {
                int before = matched - (position - run);
                if (before > 0) {
                    part.content(delimiter, 0, before);
                }
                matched = 0;
            }
        }
        hand(bytes, run, position - matched);
        return position;
    }

    private void hand(byte[] bytes, int from, int to) throws IOException {
        if (to > from) {
            part.content(bytes, from, to - from);
        }
    }

    private int closing(byte[] bytes, int position) throws MalformedException {
        byte[] expected = {'-', '-', '\r', '\n'};
        if (bytes[position] != expected[matched]) {
            boolean another = matched == 0 && bytes[position] == '\r';
            throw new MalformedException(
                    another ? "there is more than one part" : "bytes other than \"--\" follow the last delimiter");
        }
        matched++;
        if (matched == expected.length) {
            to(State.ENDED);
        }
        return position + 1;
    }

    private void to(State next) {
        state = next;
        matched = 0;
    }
}
