package dev.gongrelay;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.build.RelayClasses;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The order of the packages: each knows only those before it, and only some know S3, HTTP or the log. */
class ArchitectureTest {
    private static final String ROOT = "dev.gongrelay";

    /** From the bottom to the top, as in CONTRIBUTING.md; the root has no name. */
    static final List<String> ORDER = List.of(
            "failure",
            "mapping",
            "settings",
            "time",
            "dns",
            "tls",
            "aws",
            "event",
            "source",
            "connect",
            "recording",
            "gong",
            "people",
            "receipt",
            "telemetry",
            "redelivery",
            "check",
            "arrival",
            "",
            "snapshot");

    @Test
    void each_package_knows_only_those_before_it() {
        for (int i = 0; i < ORDER.size(); i++) {
            String[] known = ORDER.subList(0, i + 1).stream()
                    .map(ArchitectureTest::packageName)
                    .toArray(String[]::new);
            classes()
                    .that()
                    .resideInAPackage(packageName(ORDER.get(i)))
                    .should()
                    .onlyDependOnClassesThat(resideInAnyPackage(known).or(not(resideInAPackage("dev.gongrelay.."))))
                    .check(RelayClasses.ALL);
        }
    }

    @Test
    void every_package_has_a_place_in_the_order() {
        assertThat(RelayClasses.ALL.stream().map(type -> type.getPackageName()).collect(Collectors.toSet()))
                .isEqualTo(ORDER.stream().map(ArchitectureTest::packageName).collect(Collectors.toSet()));
    }

    @Test
    void the_root_has_the_entry_and_the_story_only() {
        assertThat(RelayClasses.ALL.stream()
                        .filter(type -> type.getPackageName().equals(ROOT) && type.isTopLevelClass())
                        .map(type -> type.getSimpleName()))
                .containsExactlyInAnyOrder("RelayHandler", "Relay", "package-info");
    }

    @Test
    void only_s3_stages_know_s3() {
        noClasses()
                .that(not(resideInAnyPackage(
                        packageName("source"), packageName("people"), packageName("receipt"), packageName("aws"))))
                .should()
                .dependOnClassesThat(resideInAPackage("software.amazon.awssdk.services.s3.."))
                .check(RelayClasses.ALL);
    }

    @Test
    void only_the_stages_of_gong_and_connect_speak_http() {
        noClasses()
                .that(not(resideInAnyPackage(packageName("gong"), packageName("connect"), packageName("tls"))))
                .should()
                .dependOnClassesThat(resideInAnyPackage("jakarta.ws.rs..", "org.eclipse.microprofile.rest.client.."))
                .check(RelayClasses.ALL);
    }

    @Test
    void stages_do_not_log() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        packageName("event"),
                        packageName("source"),
                        packageName("recording"),
                        packageName("gong"),
                        packageName("people"),
                        packageName("receipt"))
                .should()
                .dependOnClassesThat(resideInAPackage("org.jboss.logging.."))
                .check(RelayClasses.ALL);
    }

    private static String packageName(String name) {
        return name.isEmpty() ? ROOT : ROOT + "." + name;
    }
}
