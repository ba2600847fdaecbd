package dev.gongrelay.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Finds uses of internal classes of libraries that docs/couplings.md doesn't list. */
class CouplingsTest {
    private static final Pattern INTERNAL = Pattern.compile("(io\\.(vertx|netty|quarkus|smallrye)|software\\.amazon"
            + "|org\\.jboss\\.resteasy)\\..*\\b(impl|internal|operators|spi\\.tls|\\w+\\.runtime)\\b.*");

    /** An extension of Quarkus has its documented types in this package as well. */
    private static final Pattern DOCUMENTED = Pattern.compile("io\\.quarkus\\.(arc|amazon\\.lambda)\\.runtime\\..*");

    @Test
    void every_internal_class_in_use_is_listed_with_the_class_that_uses_it() throws IOException {
        List<String> rows = rows();

        List<Dependency> uses = RelayClasses.ALL.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(use -> INTERNAL.matcher(use.getTargetClass().getName()).matches())
                .filter(use ->
                        !DOCUMENTED.matcher(use.getTargetClass().getName()).matches())
                .toList();

        assertThat(uses)
                .hasSizeGreaterThan(20)
                .allSatisfy(use -> assertThat(rows)
                        .as(use.getDescription())
                        .anyMatch(row -> row.contains("`" + outermost(use.getOriginClass()) + "`")
                                && row.toLowerCase(Locale.ROOT)
                                        .contains(
                                                outermost(use.getTargetClass()).toLowerCase(Locale.ROOT))));
    }

    @Test
    void every_row_names_what_fails() throws IOException {
        assertThat(rows())
                .hasSizeGreaterThan(30)
                .allMatch(row -> row.matches(".*\\| `([A-Z]\\w+(Test|IT)|infra/\\S+)`[^|]*\\|"));
    }

    private static List<String> rows() throws IOException {
        return Files.readAllLines(Path.of("docs/couplings.md")).stream()
                .filter(line -> line.startsWith("| "))
                .skip(1)
                .toList();
    }

    private static String outermost(JavaClass type) {
        return type.getEnclosingClass()
                .map(CouplingsTest::outermost)
                .orElse(type.getBaseComponentType().getSimpleName());
    }
}
