package dev.gongrelay.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The mappings that come with the relay, for telephone systems (docs/producers.md). */
final class BundledMappings {
    /** In alphabetical order. */
    static final List<String> NAMES = List.of("8x8", "connect", "freepbx", "genesys", "telnyx", "twilio");

    private BundledMappings() {}

    /** The text of a bundled mapping. */
    static String text(String name) {
        String resource = "mappings/" + name + ".jsonata";
        ClassLoader loader = BundledMappings.class.getClassLoader();
        try (InputStream text = Objects.requireNonNull(loader.getResourceAsStream(resource), resource)) {
            return new String(text.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
