package dev.gongrelay.build;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.mutiny.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.junit.jupiter.api.Test;

/** Finds on the JVM what only a native image would miss: reflection that nobody registered, and state baked in. */
class RegistrationTest {
    private static final JavaClasses RELAY = RelayClasses.ALL;

    @Test
    void what_gongs_interface_takes_and_gives_is_registered_by_quarkus_or_needs_nothing() {
        // Quarkus registers the types of a REST interface that belong to the application, with all they refer to.
        Set<String> needNothing = Set.of(
                JsonNode.class.getName(),
                Uni.class.getName(),
                Multi.class.getName(),
                Buffer.class.getName(),
                String.class.getName(),
                "long");

        List<JavaMethod> methods = RELAY.stream()
                .filter(type -> type.isAnnotatedWith(RegisterRestClient.class))
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> !method.getModifiers().contains(JavaModifier.STATIC))
                .toList();

        assertThat(methods).isNotEmpty();
        assertThat(methods.stream()
                        .flatMap(method ->
                                Stream.concat(Stream.of(method.getReturnType()), method.getParameterTypes().stream()))
                        .flatMap(type -> type.getAllInvolvedRawTypes().stream())
                        .map(JavaClass::getName)
                        .filter(name -> !name.startsWith("dev.gongrelay.")))
                .isSubsetOf(needNothing);
    }

    @Test
    void what_annotations_of_gongs_interface_name_can_be_made() {
        List<JavaClass> named = RELAY.stream()
                .filter(type -> type.isAnnotatedWith(RegisterRestClient.class))
                .flatMap(type -> Stream.concat(
                        type.getAnnotations().stream(),
                        type.getMethods().stream().flatMap(method -> method.getAnnotations().stream())))
                .flatMap(RegistrationTest::classesNamedBy)
                .filter(type -> type.getPackageName().startsWith("dev.gongrelay"))
                .filter(type -> !type.isAssignableTo(Throwable.class))
                .distinct()
                .toList();

        assertThat(named).hasSizeGreaterThan(3);
        assertThat(named)
                .as("classes that a framework makes: a bean, or registered for reflection")
                .allMatch(type ->
                        type.isAnnotatedWith(RegisterForReflection.class) || type.isAnnotatedWith(Singleton.class));
    }

    @Test
    void json_is_read_and_written_as_trees_which_need_no_registration() {
        noClasses()
                .should()
                .callMethodWhere(new DescribedPredicate<>("ObjectMapper binds to classes") {
                    @Override
                    public boolean test(JavaMethodCall call) {
                        AccessTarget target = call.getTarget();
                        return target.getOwner().getPackageName().startsWith("com.fasterxml.jackson.databind")
                                && Set.of(
                                                "readValue",
                                                "readValues",
                                                "convertValue",
                                                "treeToValue",
                                                "valueToTree",
                                                "updateValue",
                                                "forType",
                                                "readerFor",
                                                "writerFor")
                                        .contains(target.getName());
                    }
                })
                .because("a class that Jackson maps has to be registered for native images: give it"
                        + " @RegisterForReflection and except it here")
                .check(RELAY);
    }

    @Test
    void nothing_is_looked_up_by_name() {
        noClasses()
                .should()
                .callMethod(Class.class, "forName", String.class)
                .orShould()
                .callMethod(ClassLoader.class, "loadClass", String.class)
                .orShould()
                .callMethod(Class.class, "getResource", String.class)
                .orShould()
                .callMethod(Class.class, "getResourceAsStream", String.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.reflect..")
                .check(RELAY);
    }

    @Test
    void nothing_of_the_building_machine_is_kept_in_the_image() {
        // Static initialisers run while an image is built; what they see there, every function would see.
        List<String> seen = List.of(
                "java.lang.System.getenv",
                "java.lang.System.getProperty",
                "java.lang.System.nanoTime",
                "java.lang.System.currentTimeMillis",
                "java.util.UUID.randomUUID",
                "java.time.Instant.now",
                "java.time.ZoneId.systemDefault",
                "java.util.concurrent.ThreadLocalRandom.current",
                "org.eclipse.microprofile.config.ConfigProvider.getConfig");

        List<String> calls = RELAY.stream()
                .flatMap(type -> type.getStaticInitializer().stream())
                .map(JavaCodeUnit::getCallsFromSelf)
                .flatMap(Set::stream)
                .map(call -> call.getTargetOwner().getName() + "." + call.getName())
                .filter(call -> seen.stream().anyMatch(call::startsWith)
                        || call.startsWith("java.time.Clock")
                        || call.startsWith("java.net.Inet"))
                .toList();

        assertThat(calls).isEmpty();
    }

    @Test
    void no_constant_is_random_ticks_or_changes() {
        List<Class<?>> refused = List.of(Random.class, Clock.class, Thread.class, Executor.class);

        assertThat(RELAY.stream()
                        .flatMap(type -> type.getFields().stream())
                        .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                        .filter(field -> !field.getModifiers().contains(JavaModifier.FINAL)
                                || refused.stream().anyMatch(field.getRawType()::isAssignableTo)))
                .isEmpty();
    }

    @Test
    void every_service_named_by_the_application_is_read_by_the_build() throws IOException {
        try (Stream<Path> services = Files.list(Path.of("src/main/resources/META-INF/services"))) {
            assertThat(services.map(file -> file.getFileName().toString()))
                    .as(
                            "META-INF/services of the application: what Quarkus doesn't read when it builds has to be registered"
                                    + " for native images, so that this test has to learn about it")
                    .containsExactlyInAnyOrder(
                            "io.smallrye.config.ConfigSourceInterceptor", VertxServiceProvider.class.getName());
        }
    }

    private static Stream<JavaClass> classesNamedBy(Object value) {
        if (value instanceof JavaClass type) {
            return Stream.of(type);
        }
        if (value instanceof Object[] values) {
            return Arrays.stream(values).flatMap(RegistrationTest::classesNamedBy);
        }
        return value instanceof JavaAnnotation<?> annotation
                ? annotation.getProperties().values().stream().flatMap(RegistrationTest::classesNamedBy)
                : Stream.empty();
    }
}
