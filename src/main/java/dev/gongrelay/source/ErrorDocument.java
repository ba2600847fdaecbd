package dev.gongrelay.source;

import java.nio.charset.StandardCharsets;

/**
 * The XML document that S3 sends with a refusal. It may also be empty, HTML, or truncated, because proxies answer in S3's
 * name, too. Only its first 64 KiB are searched, once for each element.
 */
record ErrorDocument(String text) {
    static final int LIMIT_BYTES = 64 * 1024;

    /** @param body all of it, or its beginning */
    static ErrorDocument of(byte[] body) {
        return new ErrorDocument(new String(body, 0, Math.min(body.length, LIMIT_BYTES), StandardCharsets.UTF_8));
    }

    /** The text of the first element of this name, in any namespace; empty if there is none, or it is truncated. */
    String first(String element) {
        int open = text.indexOf('<');
        while (open >= 0) {
            int nameEnd = endOfName(open + 1);
            String name = text.substring(open + 1, nameEnd);
            if (name.substring(name.indexOf(':') + 1).equals(element)) {
                int start = text.indexOf('>', nameEnd) + 1;
                int end = start == 0 ? -1 : text.indexOf('<', start);
                return end < 0 ? "" : unescaped(text.substring(start, end)).strip();
            }
            open = text.indexOf('<', nameEnd);
        }
        return "";
    }

    private int endOfName(int start) {
        int end = start;
        while (end < text.length() && " \t\r\n/><".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static String unescaped(String xml) {
        return xml.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }
}
