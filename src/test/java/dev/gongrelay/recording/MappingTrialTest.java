package dev.gongrelay.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MappingTrialTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @Test
    void shows_the_details_and_the_layer_of_each_field() throws IOException {
        Path mapping = write("mapping.jsonata", "{\"actualStart\": sidecar.start, \"title\": $$.fileName}");
        Path sample = write("sample.json", "{\"start\": \"2026-01-31T09:30:00Z\"}");

        boolean fit = run(
                mapping.toString(),
                sample,
                Map.of("RELAY_DEFAULTS_DIRECTION", "Inbound", "RELAY_DEFAULTS_PRIMARY_USER", "7"));

        assertThat(fit).isTrue();
        assertThat(shown())
                .contains("\"actualStart\" : \"2026-01-31T09:30:00Z\"")
                .contains("\"title\" : \"0007.wav\"")
                .containsPattern("actualStart +from mapping")
                .containsPattern("direction +from settings RELAY_DEFAULTS_\\*")
                .contains("Nothing is wrong with it.");
    }

    @Test
    void shows_what_is_wrong_with_the_details_of_a_whole_sample() throws IOException {
        Path sample = write(
                "sample.json",
                "{\"key\": \"a/0f3ab1c2-1111-2222-3333-444455556666_20261122T20:32_UTC.wav\", \"bucket\": \"calls\","
                        + " \"metadata\": {\"contact-id\": \"c\"}}");

        boolean fit = run("connect", sample, Map.of());

        assertThat(fit).isFalse();
        assertThat(shown())
                .contains("\"customData\" : \"c\"")
                .contains("\"actualStart\" : \"2026-11-22T20:32:00Z\"")
                .contains("details-invalid: The details of s3://calls/a/0f3ab1c2")
                .contains("direction; primaryUser");
    }

    @Test
    void shows_what_is_made_of_a_contact() throws IOException {
        Path sample = write(
                "sample.json",
                "{\"key\": \"a/0f3ab1c2-1111-2222-3333-444455556666_20261122T20:32_UTC.wav\","
                        + " \"contact\": {\"Id\": \"0f3ab1c2-1111-2222-3333-444455556666\", \"InitiationMethod\": \"API\","
                        + " \"DisconnectTimestamp\": 1795379812, \"AgentInfo\": {\"Id\": \"c1\"}},"
                        + " \"agent\": {\"Username\": \"ann@acme.com\"}}");

        assertThat(run("connect", sample, Map.of())).isTrue();
        assertThat(shown()).contains("\"primaryUser\" : \"ann@acme.com\"").contains("\"direction\" : \"Outbound\"");
    }

    @Test
    void says_why_a_mapping_can_not_be_used() throws IOException {
        Path mapping = write("mapping.jsonata", "{\"a\": $now()}");
        Path failing = write("failing.jsonata", "{\"duration\": sidecar.x + 1}");
        Path sample = write("sample.json", "{\"x\": \"text\"}");

        assertThat(run(mapping.toString(), sample, Map.of())).isFalse();
        assertThat(run(failing.toString(), sample, Map.of())).isFalse();
        assertThat(shown())
                .contains("line 1, column 7: $now is not allowed")
                .contains(
                        "mapping-failed: The mapping fails on s3://recordings/recordings/0007.wav: in the field duration");
    }

    @Test
    void says_that_a_recording_is_skipped() throws IOException {
        Path mapping = write("mapping.jsonata", "{\"skip\": \"a voicemail\"}");

        assertThat(run(mapping.toString(), write("sample.json", "{}"), Map.of()))
                .isTrue();
        assertThat(shown()).contains("The recording is skipped: the mapping says so: a voicemail");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mappng.jsonata", "no/such/mapping", "my-mapping", "s3://bucket/mapping.jsonata", "."})
    void says_that_a_mapping_is_not_there(String name) throws IOException {
        assertThat(run(name, write("sample.json", "{}"), Map.of())).isFalse();

        assertThat(shown()).contains("There is no file " + name + ", and no bundled mapping of this name");
    }

    @Test
    void says_that_a_mapping_is_not_text() throws IOException {
        Path mapping = Files.write(folder.resolve("mapping.jsonata"), new byte[] {'"', (byte) 0xFC, '"'});

        assertThat(run(mapping.toString(), write("sample.json", "{}"), Map.of()))
                .isFalse();

        assertThat(shown()).contains("The mapping " + mapping + " is not UTF-8 text");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "{} {}", "{\"a\": 1}]", "{\"a\": "})
    void says_that_a_sample_is_not_one_JSON_document(String document) throws IOException {
        Path sample = write("sample.json", document);

        assertThat(run("connect", sample, Map.of())).isFalse();

        assertThat(shown()).contains("The sample " + sample + " is not a JSON document");
    }

    @Test
    void says_what_is_wrong_with_the_time_of_a_sample() throws IOException {
        Path sample = write("sample.json", "{\"key\": \"a.wav\", \"lastModified\": \"yesterday\"}");

        assertThat(run("connect", sample, Map.of())).isFalse();

        assertThat(shown()).contains("lastModified of the sample must be a time such as 2026-01-31T09:30:00Z");
    }

    @Test
    void says_how_it_is_used() {
        assertThat(MappingTrial.run("", "", Map.of(), new PrintStream(shown, true, UTF_8)))
                .isFalse();
        assertThat(shown()).contains("-Dmapping.file=").contains("-Dmapping.sample=");
    }

    private boolean run(String mapping, Path sample, Map<String, String> environment) {
        return MappingTrial.run(mapping, sample.toString(), environment, new PrintStream(shown, true, UTF_8));
    }

    private String shown() {
        return shown.toString(UTF_8);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
