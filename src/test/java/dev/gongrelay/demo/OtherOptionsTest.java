package dev.gongrelay.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The options of the commands besides the demo. */
class OtherOptionsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "audit, audit.ouput, audit.out",
        "audit, auditfolder, audit.folder",
        "audit, Audit.Folder, audit.folder",
        "audit, aduit.folder, audit.folder",
        "bench, bench.size, bench.sizes",
        "bench, bench.round, bench.rounds",
        "bench, bench.soka, bench.soak",
        "bench, bench.restore, bench.restores",
        "bench, bench.agianst, bench.against",
        "bench, relay.bootstap, relay.bootstrap",
        "dev, dev.gongport, dev.gong.port",
        "dev, dev.foler, dev.folder",
        "mapping, mapping.flie, mapping.file",
        "mapping, mapping.samples, mapping.sample"
    })
    void refuses_an_unknown_option_with_the_closest_match(String profile, String mistyped, String meant) {
        assertThat(OtherOptions.of(profile).problems(Map.of(mistyped, "1")))
                .contains("-D" + mistyped + " is not an option. Did you mean -D" + meant + "?");
    }

    @ParameterizedTest
    @CsvSource({
        "audit, audit.folder, /nowhere, there is no folder /nowhere",
        "audit, audit.out, pom.xml, exists already; choose another file",
        "audit, audit.out, nowhere/audit.csv, there is no folder",
        "bench, bench.sizes, '10MB,large', write it as 100MB or 1.5GB",
        "bench, bench.rounds, five, is not a number",
        "bench, bench.against, 'src,nowhere', there is no folder",
        "bench, bench.jvm, '', it has no value",
        "dev, dev.s3.port, http, choose one from 1024 to 65535",
        "mapping, mapping.sample, ~/call.json, the shell did not expand the ~",
        "mapping, mapping.sample, nowhere.json, there is no file"
    })
    void says_what_to_do_when_a_value_is_wrong(String profile, String option, String value, String advice) {
        assertThat(OtherOptions.of(profile).problems(Map.of(option, value)))
                .anySatisfy(problem ->
                        assertThat(problem).startsWith("-D" + option + ": ").contains(advice));
    }

    @Test
    void asks_for_what_must_be_given() {
        assertThat(OtherOptions.of("audit").problems(Map.of())).containsExactly("-Daudit.folder is missing");
        assertThat(OtherOptions.of("mapping").problems(Map.of()))
                .containsExactly("-Dmapping.file is missing", "-Dmapping.sample is missing");
    }

    @Test
    void lists_all_options_where_none_is_near() {
        assertThat(OtherOptions.of("mapping").problems(Map.of("mapping.nonsense", "1")))
                .contains("-Dmapping.nonsense is not an option. Options are -Dmapping.file, -Dmapping.sample");
    }

    @Test
    void takes_what_is_right_and_leaves_other_properties_alone() throws IOException {
        Map<String, String> given = new TreeMap<>(Map.of("maven.repo.local", "/tmp", "skipTests", "true"));
        given.put("audit.folder", folder.toString());
        given.put("audit.out", folder.resolve("audit.csv").toString());
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> !name.startsWith("relay."))
                .forEach(name -> given.put(name, System.getProperty(name)));

        assertThat(OtherOptions.of("audit").problems(given)).isEmpty();
    }

    /** Which options the pages and the build know. */
    @ParameterizedTest
    @ValueSource(strings = {"audit", "bench", "dev", "mapping"})
    void knows_the_options_that_the_build_and_the_page_have(String profile) throws IOException {
        Options options = OtherOptions.of(profile);
        Pattern option = Pattern.compile("(?<=-D)" + profile + "(?:\\.[a-z0-9]+)+");

        assertThat(option.matcher(Files.readString(Path.of(options.page())) + Files.readString(Path.of("pom.xml")))
                        .results()
                        .map(MatchResult::group)
                        .collect(Collectors.toSet()))
                .isNotEmpty()
                .isSubsetOf(options.checks().keySet());
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<preparation.profile>" + profile + "</preparation.profile>");
    }
}
