package dev.gongrelay.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.Frame;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/**
 * Finds, on the JVM, what the library would miss in a native image: its functions, its copies, and the bundled
 * mappings.
 */
class MappingRegistrationTest {
    @Test
    void the_librarys_functions_are_registered() {
        RegisterForReflection registered = MappingFunctions.class.getAnnotation(RegisterForReflection.class);

        assertThat(registered.targets()).contains(Functions.class);
        assertThat(registered.methods()).isTrue();
    }

    @Test
    void every_function_of_the_library_is_known_or_refused() throws Exception {
        Field frame = Jsonata.class.getDeclaredField("staticFrame");
        frame.setAccessible(true);
        Field bindings = Frame.class.getDeclaredField("bindings");
        bindings.setAccessible(true);
        Set<String> known = new TreeSet<>(MappingFunctions.names());
        known.addAll(MappingText.REFUSED);
        Jsonata.jsonata("1");

        assertThat(((Map<?, ?>) bindings.get(frame.get(null))).keySet())
                .as("the library's functions: bound a new one, or refuse it")
                .isEqualTo(known);
    }

    @Test
    void the_parts_of_the_parser_that_are_copied_by_serialization_are_registered() throws Exception {
        Set<String> copied = new TreeSet<>();
        Jsonata expression =
                Jsonata.jsonata("(a.b[c = 1].{\"d\": -e} ?: $count([1, \"h\"])) > 1.5 ? `j` ?? true : null");
        Frame frame = expression.createFrame();
        frame.setEvaluateEntryCallback((symbol, input, environment) -> collect(symbol, copied));

        expression.evaluate(Map.of("a", List.of()), frame);

        RegisterForReflection registered = ParserCopies.class.getAnnotation(RegisterForReflection.class);
        assertThat(registered.serialization()).isTrue();
        assertThat(copied).contains("com.dashjoin.jsonata.Parser");
        assertThat(registered.classNames()).containsAll(copied);
        assertThat(libraryClasses())
                .containsAll(Arrays.stream(registered.classNames())
                        .filter(name -> name.startsWith("com.dashjoin"))
                        .toList());
    }

    @Test
    void the_bundled_mappings_are_in_the_image() throws IOException {
        Properties properties = new Properties();
        properties.load(Files.newBufferedReader(Path.of("src/main/resources/application.properties")));
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/mappings"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(BundledMappings.NAMES.stream()
                            .map(name -> name + ".jsonata")
                            .toList());
        }

        assertThat(properties.getProperty("quarkus.native.resources.includes").split(","))
                .contains("mappings/*.jsonata");
    }

    private static void collect(Object symbol, Set<String> classes) {
        try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream()) {
            {
                enableReplaceObject(true);
            }

            @Override
            protected Object replaceObject(Object object) {
                for (Class<?> type = object.getClass();
                        type != Object.class && type != null;
                        type = type.getSuperclass()) {
                    if (!type.isArray() && type != String.class && Serializable.class.isAssignableFrom(type)) {
                        classes.add(type.getName());
                    }
                }
                return object;
            }
        }) {
            out.writeObject(symbol);
        } catch (IOException e) {
            assertThat(e)
                    .as("a lambda that was made, which the parser never copies")
                    .isInstanceOf(NotSerializableException.class);
        }
    }

    private static List<String> libraryClasses() throws Exception {
        Path jar = Path.of(Jsonata.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (var files = new ZipFile(jar.toFile())) {
            return files.stream()
                    .map(entry -> entry.getName().replace('/', '.').replaceFirst("\\.class$", ""))
                    .collect(Collectors.toList());
        }
    }
}
