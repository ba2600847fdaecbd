package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.settings.RelayConfig;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documentation says what is there. */
class DocumentationTest {
    private static final Path README = Path.of("README.md");
    private static final Pattern SETTING_ROW =
            Pattern.compile("^\\| `(RELAY_[A-Z_]+)` \\| (?:`([^`]+)` )?\\| [^|]+ \\| [^|]+ \\|$", Pattern.MULTILINE);
    private static final Pattern SETTING_NAME = Pattern.compile("\\bRELAY_[A-Z_]*[A-Z]\\b(?!_)");
    private static final Pattern TEST =
            Pattern.compile("`([A-Z][A-Za-z0-9]+(?:Test|IT)|RelayPackage)(?:\\.([a-z]\\w+))?`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    /** What a script says: {@code ok "..."}, {@code step "..."}, {@code echo "..."}. */
    private static final Pattern PRINTED = Pattern.compile("\\b(?:ok|step|echo) \"([^\"]+)\"");

    private static final Pattern PACKAGE_ROW =
            Pattern.compile("^\\| `?([a-z]+)`? \\| [^|]+ \\| ([^|]+) \\|$", Pattern.MULTILINE);
    private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w+)`");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?\\w+\\}?");
    private static final Pattern HEADING = Pattern.compile("^#+ +(.+)$", Pattern.MULTILINE);

    @Test
    void configuration_page_lists_every_setting_with_its_default() {
        Map<String, String> documented = new LinkedHashMap<>();
        SETTING_ROW
                .matcher(read(Path.of("docs/configuration.md")))
                .results()
                .forEach(row -> documented.put(row.group(1), row.group(2) == null ? "" : row.group(2)));

        assertThat(documented).containsExactlyInAnyOrderEntriesOf(settings());
    }

    static List<Path> pages() {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(
                            Stream.of(
                                    README,
                                    Path.of("CHANGELOG.md"),
                                    Path.of("CONTRIBUTING.md"),
                                    Path.of("SECURITY.md"),
                                    Path.of("infra/RUNBOOK.md")),
                            docs.filter(file -> file.toString().endsWith(".md")).sorted())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void names_only_settings_that_exist(Path page) {
        assertThat(SETTING_NAME.matcher(read(page)).results().map(MatchResult::group))
                .isSubsetOf(settings().keySet());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void links_lead_somewhere(Path page) {
        assertThat(LINK.matcher(read(page)).results().map(link -> link.group(1)))
                .filteredOn(link -> !link.matches("https?://.*"))
                .allSatisfy(link -> {
                    String file = link.replaceAll("#.*", "");
                    Path target =
                            file.isEmpty() ? page : page.resolveSibling(file).normalize();
                    assertThat(target).exists();
                    if (link.contains("#")) {
                        assertThat(anchors(target)).contains(link.replaceAll(".*#", ""));
                    }
                });
    }

    @Test
    void shows_a_newcomer_what_the_scripts_print() {
        String scripts =
                read(Path.of("infra/install")) + read(Path.of("infra/doctor")) + read(Path.of("infra/checks.sh"));
        List<Pattern> printed = PRINTED.matcher(scripts)
                .results()
                .map(words -> Pattern.compile(Stream.of(VARIABLE.split(words.group(1), -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining("\\S+"))))
                .toList();

        assertThat(read(Path.of("docs/first-call.md")).lines())
                .filteredOn(line -> line.matches("(ok  |Downloading|Creating|Checking|Connecting|All is) .*"))
                .hasSizeGreaterThan(15)
                .allSatisfy(line -> assertThat(printed)
                        .anyMatch(words ->
                                words.matcher(line.replaceFirst("^ok +", "")).matches()));
    }

    @Test
    void contributing_lists_the_packages_in_their_order() {
        assertThat(packageRows().map(row -> row.group(1)))
                .containsExactlyElementsOf(ArchitectureTest.ORDER.stream()
                        .map(name -> name.isEmpty() ? "root" : name)
                        .toList());
    }

    @Test
    void contributing_names_a_class_of_each_package() {
        assertThat(packageRows()).allSatisfy(row -> {
            Path folder =
                    Path.of("src/main/java/dev/gongrelay").resolve(row.group(1).replace("root", ""));
            assertThat(CLASS.matcher(row.group(2)).results().map(name -> name.group(1)))
                    .as(row.group(1))
                    .isNotEmpty()
                    .allSatisfy(
                            name -> assertThat(folder.resolve(name + ".java")).exists());
        });
    }

    private static Stream<MatchResult> packageRows() {
        String chapter = read(Path.of("CONTRIBUTING.md")).split("(?m)^## ")[1];
        return PACKAGE_ROW.matcher(chapter).results().skip(1);
    }

    @Test
    void readme_is_short_enough_to_be_read() {
        assertThat(read(README).lines()).hasSizeLessThanOrEqualTo(120);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void names_only_tests_that_exist(Path page) {
        assertThat(TEST.matcher(read(page)).results()).allSatisfy(test -> {
            String source = source(test.group(1));
            assertThat(source).as(test.group()).isNotEmpty();
            if (test.group(2) != null) {
                assertThat(source).containsPattern("void " + test.group(2) + "\\(");
            }
        });
    }

    @Test
    void semantics_names_a_test_for_each_guarantee() {
        List<String> rows = read(Path.of("docs/semantics.md"))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.endsWith("| tests |"))
                .toList();

        assertThat(rows)
                .hasSizeGreaterThan(80)
                .allSatisfy(
                        row -> assertThat(row.substring(row.lastIndexOf(" | "))).containsPattern(TEST));
    }

    private static String source(String testClass) {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.filter(file -> file.endsWith(testClass + ".java"))
                    .map(DocumentationTest::read)
                    .collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The environment variables of {@link RelayConfig} with their defaults, which are empty where there is none. */
    private static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        collect(RelayConfig.class, "RELAY", settings);
        return settings;
    }

    private static void collect(Class<?> group, String prefix, Map<String, String> settings) {
        for (Method method : group.getDeclaredMethods()) {
            String name =
                    prefix + "_" + method.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
            if (method.isSynthetic()) {
                continue;
            }
            if (method.getReturnType().isInterface()
                    && method.getReturnType().getPackage() == RelayConfig.class.getPackage()) {
                collect(method.getReturnType(), name, settings);
            } else {
                WithDefault value = method.getAnnotation(WithDefault.class);
                settings.put(name, value == null ? "" : value.value());
            }
        }
    }

    /** What a page's headings can be linked to by, as GitHub makes it. */
    private static List<String> anchors(Path page) {
        return HEADING.matcher(read(page))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toList());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
