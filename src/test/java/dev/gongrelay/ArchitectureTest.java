package dev.gongrelay;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** The order of the packages: a stage knows only the stages before it, and of the root only what all share. */
@AnalyzeClasses(packages = "dev.gongrelay", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final Set<String> SHARED = Set.of(
            "RelayConfig",
            "RelayException",
            "TransientException",
            "PermanentException",
            "FailureCode",
            "Outcome",
            "TimeLeft");

    private static final DescribedPredicate<JavaClass> UNSHARED_ROOT =
            new DescribedPredicate<>("the root's own classes") {
                @Override
                public boolean test(JavaClass type) {
                    String outermost = type.getName().replaceAll("\\$.*", "");
                    return type.getPackageName().equals("dev.gongrelay")
                            && !SHARED.contains(outermost.substring(outermost.lastIndexOf('.') + 1));
                }
            };

    @ArchTest
    static final ArchRule nobody_reaches_into_the_root =
            noClasses().that().resideInAPackage("dev.gongrelay.*..").should().dependOnClassesThat(UNSHARED_ROOT);

    @ArchTest
    static final ArchRule event_is_first = onlyKnows("event");

    @ArchTest
    static final ArchRule recording_knows_event = onlyKnows("recording", "event", "aws", "tls");

    @ArchTest
    static final ArchRule gong_knows_recording = onlyKnows("gong", "event", "recording", "aws", "tls");

    @ArchTest
    static final ArchRule receipt_knows_what_came_before = onlyKnows("receipt", "event", "recording", "gong", "aws");

    @ArchTest
    static final ArchRule delivery_is_a_leaf = onlyKnows("delivery", "event", "aws");

    @ArchTest
    static final ArchRule telemetry_is_a_leaf = onlyKnows("telemetry");

    @ArchTest
    static final ArchRule aws_is_a_leaf = onlyKnows("aws", "tls");

    @ArchTest
    static final ArchRule tls_is_a_leaf = onlyKnows("tls");

    @ArchTest
    static final ArchRule only_s3_stages_know_s3 = noClasses()
            .that(not(resideInAnyPackage("dev.gongrelay.recording", "dev.gongrelay.receipt", "dev.gongrelay.aws")))
            .should()
            .dependOnClassesThat(resideInAPackage("software.amazon.awssdk.services.s3.."));

    @ArchTest
    static final ArchRule only_the_gong_stage_speaks_http_to_gong = noClasses()
            .that(not(resideInAnyPackage("dev.gongrelay.gong", "dev.gongrelay.tls")))
            .should()
            .dependOnClassesThat(resideInAnyPackage("jakarta.ws.rs..", "org.eclipse.microprofile.rest.client.."));

    @ArchTest
    static final ArchRule only_the_root_logs_outcomes = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.gongrelay.event", "dev.gongrelay.recording", "dev.gongrelay.gong", "dev.gongrelay.receipt")
            .should()
            .dependOnClassesThat(resideInAPackage("org.jboss.logging.."));

    private static ArchRule onlyKnows(String stage, String... others) {
        String[] known = new String[others.length + 1];
        known[0] = "dev.gongrelay." + stage;
        for (int i = 0; i < others.length; i++) {
            known[i + 1] = "dev.gongrelay." + others[i];
        }
        return classes()
                .that()
                .resideInAPackage("dev.gongrelay." + stage)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(known)
                        .or(resideInAPackage("dev.gongrelay"))
                        .or(not(resideInAPackage("dev.gongrelay.."))));
    }
}
