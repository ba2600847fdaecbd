package dev.gongrelay.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.deployment.pkg.NativeConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Reads what {@code mvn package -Dnative} goes by, from pom.xml and application.properties, as Quarkus reads it. */
class NativeBuildTest {
    @ParameterizedTest
    @CsvSource({"amd64,haswell", "aarch64,armv8.1-a+aes"})
    void builds_for_the_architecture_it_runs_on(String architecture, String march) throws Exception {
        NativeConfig config = configuration(architecture);

        assertThat(config.enabled()).isTrue();
        assertThat(config.march()).hasValue(march);
    }

    @ParameterizedTest
    @CsvSource({"amd64,linux-x86_64", "aarch64,linux-aarch_64"})
    void takes_boringssl_for_that_architecture_alone(String architecture, String classifier) throws Exception {
        assertThat(profile(architecture)).containsEntry("tcnative.classifier", classifier);
    }

    @Test
    void leaves_boringssl_out_of_the_executable_and_beside_it() throws Exception {
        String unpacking = "/project/profiles/profile[id='native']//execution[id='boringssl']";

        assertThat(texts(unpacking + "//artifactItem/*"))
                .contains("netty-tcnative-boringssl-static", "${tcnative.classifier}", "META-INF/native/*.so")
                // Where Quarkus puts the executable, and takes it with the libraries beside it for function.zip.
                .contains("${project.build.directory}");
        assertThat(texts(unpacking + "/phase")).containsExactly("prepare-package");
        assertThat(configuration("amd64").resources().includes().orElseThrow())
                .noneMatch(resource -> resource.contains("META-INF/native"));
    }

    @Test
    void bakes_in_the_heap_limit_and_builds_for_size() throws Exception {
        NativeConfig config = configuration("amd64");

        assertThat(config.additionalBuildArgs())
                .hasValue(List.of(
                        "-Os",
                        "-R:MaxHeapSize=32m",
                        "-R:MaxNewSize=16m",
                        "-R:InitialTLABSize=256k",
                        "-R:+ExitOnOutOfMemoryError"));
        assertThat(config.monitoring()).hasValue(List.of(NativeConfig.MonitoringOption.NONE));
        assertThat(config.addAllCharsets()).isFalse();
    }

    @Test
    void names_the_builder_image_of_mandrel_25() throws Exception {
        assertThat(configuration("amd64").builderImage().getEffectiveImage()).endsWith("mandrel-builder-image:jdk-25");
    }

    private static NativeConfig configuration(String architecture) throws Exception {
        Map<String, String> properties = new HashMap<>(profile(architecture));
        properties.put("java.home", System.getProperty("java.home"));
        properties.putAll(profile("native"));
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withMapping(NativeConfig.class)
                .withMappingIgnore("**")
                .withSources(new PropertiesConfigSource(properties, "pom.xml", 200))
                .withSources(new PropertiesConfigSource(NativeBuildTest.class.getResource("/application.properties")))
                .build()
                .getConfigMapping(NativeConfig.class);
    }

    private static Map<String, String> profile(String id) throws Exception {
        Map<String, String> properties = new HashMap<>();
        for (Node property : nodes("/project/profiles/profile[id='" + id + "']/properties/*")) {
            properties.put(property.getNodeName(), property.getTextContent());
        }
        return properties;
    }

    private static List<String> texts(String path) throws Exception {
        return nodes(path).stream().map(node -> node.getTextContent().strip()).toList();
    }

    /** Those of pom.xml. */
    private static List<Node> nodes(String path) throws Exception {
        Document pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("pom.xml").toFile());
        var found = (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, pom, XPathConstants.NODESET);
        return IntStream.range(0, found.getLength()).mapToObj(found::item).toList();
    }
}
