package dev.gongrelay.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gongrelay.TestSettings;
import dev.gongrelay.settings.RelayConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recipes of docs/producers.md, followed as they are written. */
class RecipesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SECTION = Pattern.compile("^## ", Pattern.MULTILINE);
    private static final Pattern SETTING =
            Pattern.compile("^\\| `RELAY_([A-Z]+)_([A-Z_]+)` \\|[^|]*\\|[^`|]*`([^`]+)`.*\\|$", Pattern.MULTILINE);
    private static final Pattern DOCUMENT = Pattern.compile("```json\\R(.*?)```", Pattern.DOTALL);
    private static final Pattern KEY =
            Pattern.compile("From `([^`]+)`[^`]*this\\smakes:\\R+```json\\R(.*?)```", Pattern.DOTALL);

    /** A section of the page. */
    private record Recipe(String name, String text) {
        RelayConfig settings() {
            Map<String, String> settings = new HashMap<>();
            SETTING.matcher(text)
                    .results()
                    .forEach(row -> settings.put(
                            "relay." + row.group(1).toLowerCase(Locale.ROOT) + "."
                                    + row.group(2).toLowerCase(Locale.ROOT).replace('_', '-'),
                            row.group(3)));
            return TestSettings.with(settings);
        }

        List<KeyAndDetails> keys() {
            return KEY.matcher(text)
                    .results()
                    .map(example -> new KeyAndDetails(this, example.group(1), json(example.group(2))))
                    .toList();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A key, and what a recipe makes of it. */
    private record KeyAndDetails(Recipe recipe, String key, JsonNode details) {
        @Override
        public String toString() {
            return key;
        }
    }

    static List<Recipe> recipes() {
        return Stream.of(SECTION.split(page()))
                .map(text -> new Recipe(text.lines().findFirst().orElse(""), text))
                .toList();
    }

    static List<KeyAndDetails> keys() {
        return recipes().stream().flatMap(recipe -> recipe.keys().stream()).toList();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void makes_of_a_key_what_the_recipe_says(KeyAndDetails example) throws Exception {
        CallDetails details =
                OneSidecar.read(null, example.key(), example.recipe().settings());

        assertThat(JSON.readTree(details.document().toString())).isEqualTo(example.details());
        assertThat(details.warnings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void takes_every_document_of_a_recipe_as_a_sidecar(Recipe recipe) {
        List<String> documents = DOCUMENT.matcher(recipe.text())
                .results()
                .map(document -> document.group(1))
                .toList();

        assertThat(documents)
                .allSatisfy(document -> assertThat(
                                OneSidecar.read(document.getBytes(UTF_8), "calls/0007.wav", recipe.settings())
                                        .warnings())
                        .isEmpty());
    }

    @Test
    void gives_each_recording_an_identity_of_its_own() {
        List<KeyAndDetails> amazonConnect = keys().stream()
                .filter(example -> example.recipe().name().equals("Amazon Connect"))
                .toList();

        List<String> identities = amazonConnect.stream()
                .map(example -> OneSidecar.read(
                                null, example.key(), example.recipe().settings())
                        .document()
                        .path("clientUniqueId")
                        .textValue())
                .toList();

        assertThat(amazonConnect).extracting(KeyAndDetails::key).anyMatch(key -> key.contains("/ivr/"));
        assertThat(identities).hasSizeGreaterThan(1).doesNotHaveDuplicates();
    }

    @Test
    void uses_every_setting_that_a_recipe_names() {
        assertThat(recipes())
                .filteredOn(recipe -> recipe.text().contains("_KEY_PATTERN` |")
                        && recipe.settings().recordings().mapping().isEmpty()) // BundledMappingsTest has these
                .isNotEmpty()
                .allSatisfy(recipe -> {
                    assertThat(recipe.settings().recordings().keyPattern()).isPresent();
                    assertThat(recipe.keys()).isNotEmpty();
                });
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String page() {
        try {
            return Files.readString(Path.of("docs/producers.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
