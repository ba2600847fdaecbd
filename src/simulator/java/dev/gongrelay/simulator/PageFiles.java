package dev.gongrelay.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The files of the page, by path. */
final class PageFiles {
    private static final String HTML = "text/html; charset=utf-8";
    private static final String CSS = "text/css; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String SVG = "image/svg+xml";

    private final Map<String, PageFile> files = new LinkedHashMap<>();

    /** @param type its media type */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record PageFile(String type, byte[] bytes) {}

    PageFiles() {
        add("/", "index.html", HTML);
        add("/favicon.ico", "favicon.svg", SVG);
        add("/page/favicon.svg", "favicon.svg", SVG);
        add("/page/page.css", "page.css", CSS);
        for (String name :
                new String[] {"main", "dom", "rows", "calls", "call", "waveform", "peaks", "requests", "faults"}) {
            add("/page/" + name + ".js", name + ".js", SCRIPT);
        }
    }

    Optional<PageFile> find(String path) {
        return Optional.ofNullable(files.get(path));
    }

    private void add(String path, String name, String type) {
        try (InputStream in = PageFiles.class.getResourceAsStream("page/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the page's file " + name + " is missing");
            }
            files.put(path, new PageFile(type, in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
