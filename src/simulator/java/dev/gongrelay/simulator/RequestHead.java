package dev.gongrelay.simulator;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request that a {@link FaultyProxy} saw.
 *
 * @param method the method
 * @param path path and query as they were sent
 * @param headers the headers, names in lower case
 */
public record RequestHead(String method, String path, Map<String, String> headers) {
    /** The header {@code Range}. */
    public @Nullable String range() {
        return headers.get("range");
    }

    /** The header {@code If-Match}. */
    public @Nullable String ifMatch() {
        return headers.get("if-match");
    }

    /** Reads a head, its empty line included. */
    static RequestHead parse(String head) {
        String[] lines = head.split("\r\n");
        String[] first = lines[0].split(" ");
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        return new RequestHead(first[0], first[1], Map.copyOf(headers));
    }
}
