package dev.gongrelay.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PackageContentsIT {
    private static final Path LIST = Path.of("src", "test", "resources", "packaged-jars.md");
    private static final Path LIBRARIES = Path.of("target", "function", "lib");

    @Test
    void every_jar_in_the_package_has_a_reason_and_no_other_is_listed() throws IOException {
        assertThat(packaged())
                .as("jars in function.zip, against the table in %s", LIST)
                .containsExactlyElementsOf(listed());
    }

    @Test
    void no_second_http_client_and_no_common_runtime_is_in_the_package() throws IOException {
        assertThat(packaged())
                .noneMatch(name -> name.matches(".*\\.(apache5?-client|netty-nio-client|aws-crt-client|aws-crt)"));
    }

    /** Names without version; Quarkus marks jars out of which it took classes. */
    private static Set<String> packaged() throws IOException {
        try (Stream<Path> jars = Files.list(LIBRARIES)) {
            return jars.map(jar -> jar.getFileName().toString())
                    .map(name -> name.replaceFirst("^modified-", "").replaceFirst("-\\d[\\w.-]*\\.jar$", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> listed() throws IOException {
        return Files.readAllLines(LIST).stream()
                .filter(line -> line.startsWith("|"))
                .flatMap(line -> Pattern.compile("`([^`]+)`").matcher(line).results())
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
