package dev.gongrelay.build;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the names that keep BoringSSL in a native image, and the AWS Common Runtime out of it, against the jars: an
 * update of Quarkus, Netty or the SDK that renames one would otherwise only show in a native build, or in production.
 */
class NativeImageTest {
    private static final String FOLDER = "/META-INF/native-image/dev.gongrelay/gong-relay/";
    private static final String NETTY = "io.netty.handler.ssl";
    private static final String BORINGSSL = "io.netty.internal.tcnative";
    private static final String COMMON_RUNTIME = "software.amazon.awssdk.crt.";
    private static final Pattern CLASS_IN_LIBRARY =
            Pattern.compile("(?<![\\w/$(;\\[L])((?:io/netty|java/lang)/[\\w/$]+)\\x00");

    private static final JavaClasses SUBSTITUTIONS = new ClassFileImporter()
            .importPackages("io.quarkus.netty.runtime.graal", "io.quarkus.vertx.core.runtime.graal");

    private static final JavaClasses NETTYS = new ClassFileImporter().importPackages("io.netty");

    @Test
    void every_class_taken_from_quarkus_is_there() throws IOException {
        Set<String> removed = removedResources();

        assertThat(removed)
                .allSatisfy(name -> assertThat(NativeImageTest.class.getResource("/" + name))
                        .as(
                                "Quarkus no longer has %s. See which class substitutes the same target now, and put that"
                                        + " into quarkus.class-loading.removed-resources; if none does, take the name out",
                                name)
                        .isNotNull());
    }

    @Test
    void no_other_class_of_quarkus_substitutes_boringssl_away() throws IOException {
        // ALPN, which is off; a shortcut for native transports, which are not used; encrypted private keys; aliases.
        Set<String> harmless = Set.of(
                "Target_io_netty_handler_ssl_SslProvider",
                "Target_SslHandler",
                "Target_SslContext",
                "Alias_PemReader",
                "Target_io_netty_handler_ssl_ResumptionController",
                "Target_io_vertx_core_spi_tls_DefaultJDKCipherSuite");

        List<String> substitutions = SUBSTITUTIONS.stream()
                .filter(type -> target(type).matches("io\\.(netty|vertx)\\..*(ssl|tls|SSL)((?!Jdk).)*"))
                .map(NativeImageTest::resource)
                .toList();

        Set<String> removed = removedResources();
        assertThat(substitutions).containsAll(removed);
        assertThat(substitutions)
                .as("substitutions in Netty's and Vert.x's TLS: a new one may take BoringSSL away")
                .filteredOn(name -> !removed.contains(name))
                .allSatisfy(name -> assertThat(harmless)
                        .contains(name.substring(name.lastIndexOf('/') + 1).replace(".class", "")));
    }

    @Test
    void every_substitution_of_quarkus_fits_this_version_of_netty() throws IOException {
        // An image is not built when a substitution names a member that its target lacks.
        Map<String, String> targets = SUBSTITUTIONS.stream()
                .filter(type -> !target(type).isEmpty())
                .collect(Collectors.toMap(JavaClass::getName, NativeImageTest::target));
        Set<String> removed = removedResources();

        List<String> named = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (JavaClass substitution : SUBSTITUTIONS) {
            String target = targets.getOrDefault(substitution.getName(), "");
            // Classes that are absent are substituted only where they are present.
            if (!NETTYS.contain(target) || removed.contains(resource(substitution))) {
                continue;
            }
            Set<String> members = NETTYS.get(target).getAllMembers().stream()
                    .map(member -> signature(member, targets))
                    .collect(Collectors.toSet());
            substitution.getMembers().stream()
                    .filter(NativeImageTest::namesItsTarget)
                    .map(member -> signature(member, targets))
                    .peek(member -> named.add(target + "." + member))
                    .filter(member -> !members.contains(member))
                    .forEach(member -> missing.add(target + "." + member));
        }

        assertThat(named).contains("io.netty.bootstrap.AbstractBootstrap.initAndRegister()");
        assertThat(missing).isEmpty();
    }

    @Test
    void every_class_named_for_jni_and_reflection_is_there() throws IOException {
        for (String file : List.of("jni-config.json", "reflect-config.json")) {
            for (String name : named(file)) {
                assertThat(isThere(name))
                        .as(
                                "%s names %s, which Netty or the JDK no longer has: take it out, and see what does its work"
                                        + " now",
                                file, name)
                        .isTrue();
            }
        }
    }

    @Test
    void every_class_that_the_library_looks_up_is_open_to_jni() throws IOException {
        Set<String> lookedUp = new TreeSet<>();
        var text = CLASS_IN_LIBRARY.matcher(library());
        while (text.find()) {
            lookedUp.add(text.group(1).replace('/', '.'));
        }

        assertThat(lookedUp).contains(BORINGSSL + ".SSL", "java.lang.String");
        assertThat(named("jni-config.json"))
                .as("classes that the native library asks for by name")
                .containsAll(lookedUp);
    }

    @Test
    void every_callback_of_a_client_is_open_to_jni() throws IOException {
        // Callbacks for servers and for private keys kept elsewhere, which a client without certificate never sets.
        Pattern unused = Pattern.compile(".*(PrivateKeyMethod|CompressionAlgorithm|Server|Sni|KeyLog).*");

        List<String> callbacks = NETTYS.stream()
                .filter(type -> resideInAPackage(NETTY + "..").test(type))
                .filter(type -> type.getAllRawInterfaces().stream()
                        .anyMatch(parent -> parent.getPackageName().equals(BORINGSSL)))
                .filter(type -> !type.isInterface())
                .map(JavaClass::getName)
                .filter(name -> !unused.matcher(name).matches())
                .toList();

        assertThat(callbacks).isNotEmpty();
        assertThat(named("jni-config.json")).containsAll(callbacks);
    }

    @Test
    void whatever_calls_the_library_when_initialised_is_initialised_at_run_time() throws IOException {
        List<String> callers = NETTYS.stream()
                .filter(type -> resideInAPackage(NETTY + "..").test(type))
                .filter(type -> type.getStaticInitializer().isPresent())
                .filter(type -> type.getStaticInitializer().get().getAccessesFromSelf().stream()
                        .map(JavaAccess::getTargetOwner)
                        .anyMatch(owner -> owner.getPackageName().equals(BORINGSSL)))
                .map(JavaClass::getName)
                .toList();

        assertThat(callers).contains(NETTY + ".OpenSsl");
        assertThat(initialisedAtRunTime()).contains(BORINGSSL).containsAll(callers);
    }

    @Test
    void every_class_initialised_at_run_time_is_there() throws IOException {
        assertThat(initialisedAtRunTime())
                .filteredOn(name -> !name.equals(BORINGSSL))
                .allSatisfy(name -> assertThat(isThere(name))
                        .as(
                                "native-image.properties names %s, which is gone: take it out, and see whether the class that"
                                        + " does its work now calls the library or keeps a seed or a clock",
                                name)
                        .isTrue());
    }

    @Test
    void the_methods_of_the_sdk_that_need_the_common_runtime_are_the_substituted_ones() {
        JavaClass substitution =
                new ClassFileImporter().importPackages("dev.gongrelay.aws").get("dev.gongrelay.aws.WithoutCrt");
        JavaClass target = new ClassFileImporter()
                .importPackages("software.amazon.awssdk.checksums")
                .get(target(substitution));

        List<String> needing = target.getMethods().stream()
                .filter(method -> method.getAccessesFromSelf().stream()
                        .map(JavaAccess::getTargetOwner)
                        .anyMatch(owner -> !owner.equals(target) && needsCommonRuntime(owner)))
                .map(method -> method.getName() + method.getDescriptor())
                .toList();

        assertThat(needing).isNotEmpty();
        assertThat(substitution.getMethods().stream().map(method -> method.getName() + method.getDescriptor()))
                .as("methods of %s that name a class of the AWS Common Runtime", target.getName())
                .containsExactlyInAnyOrderElementsOf(needing);
    }

    private static boolean needsCommonRuntime(JavaClass type) {
        return type.getPackageName().startsWith(COMMON_RUNTIME)
                || type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(dependency ->
                                dependency.getTargetClass().getPackageName().startsWith(COMMON_RUNTIME));
    }

    private static String target(JavaClass substitution) {
        return substitution
                .tryGetAnnotationOfType("com.oracle.svm.core.annotate.TargetClass")
                .flatMap(annotation -> annotation.get("className"))
                .map(Object::toString)
                .orElse("");
    }

    private static String resource(JavaClass type) {
        return type.getName().replace('.', '/') + ".class";
    }

    /** Whether it stands for a member of its target, and is not one of the substitution's own. */
    private static boolean namesItsTarget(JavaMember member) {
        return Stream.of("Alias", "Substitute")
                .anyMatch(name -> member.isAnnotatedWith("com.oracle.svm.core.annotate." + name));
    }

    private static String signature(JavaMember member, Map<String, String> targets) {
        if (member instanceof JavaCodeUnit code) {
            return code.getName()
                    + code.getRawParameterTypes().stream()
                            .map(type -> targets.getOrDefault(type.getName(), type.getName()))
                            .collect(Collectors.joining(",", "(", ")"));
        }
        return member.getName();
    }

    private static Set<String> removedResources() throws IOException {
        Properties properties = properties("/application.properties");
        return properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith("quarkus.class-loading.removed-resources."))
                .flatMap(name -> Arrays.stream(properties.getProperty(name).split(",")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> initialisedAtRunTime() throws IOException {
        String arguments = properties(FOLDER + "native-image.properties").getProperty("Args");
        return List.of(arguments.replace("--initialize-at-run-time=", "").split(","));
    }

    private static List<String> named(String file) throws IOException {
        List<String> names = new ArrayList<>();
        for (JsonNode entry : new ObjectMapper().readTree(resource(FOLDER + file))) {
            names.add(entry.get("name").asText());
        }
        return names;
    }

    /** The native library of this machine's architecture, each byte a character. */
    private static String library() throws IOException {
        String architecture = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch_64";
        return new String(
                resource("/META-INF/native/libnetty_tcnative_linux_" + architecture + ".so"),
                StandardCharsets.ISO_8859_1);
    }

    private static boolean isThere(String name) {
        return name.equals("byte[]")
                || NativeImageTest.class.getClassLoader().getResource(name.replace('.', '/') + ".class") != null;
    }

    private static Properties properties(String name) throws IOException {
        Properties properties = new Properties();
        properties.load(new ByteArrayInputStream(resource(name)));
        return properties;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = NativeImageTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(stream, name).readAllBytes();
        }
    }
}
