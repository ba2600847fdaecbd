package dev.gongrelay.simulator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatorCommandTest {
    @TempDir
    Path folder;

    @Test
    void prints_settings_that_a_shell_reads_and_the_simulator_takes() throws Exception {
        SimulatorCommand command = SimulatorCommand.read("--port", "0", "--access-key-secret", "it's $HOME \"secret\"");

        try (GongSimulator gong = command.start()) {
            Map<String, String> settings = shell(String.join("\n", SimulatorCommand.settings(gong)));

            assertThat(settings)
                    .containsOnlyKeys(
                            "RELAY_GONG_BASE_URL",
                            "RELAY_GONG_ALLOWED_HOST",
                            "RELAY_GONG_ACCESS_KEY",
                            "RELAY_GONG_ACCESS_KEY_SECRET")
                    .containsEntry("RELAY_GONG_ALLOWED_HOST", "127.0.0.1")
                    .containsEntry("RELAY_GONG_ACCESS_KEY_SECRET", "it's $HOME \"secret\"");
            given().auth()
                    .preemptive()
                    .basic(settings.get("RELAY_GONG_ACCESS_KEY"), settings.get("RELAY_GONG_ACCESS_KEY_SECRET"))
                    .get(settings.get("RELAY_GONG_BASE_URL") + "/v2/users")
                    .then()
                    .statusCode(200);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "simulator.port | -Dsimulator.port is not an option. Write -Dexec.args=\"--port VALUE\"; --help lists",
                "simulator.prot | -Dsimulator.prot is not an option. Write -Dexec.args=\"--port VALUE\"; --help lists",
                "simulator.drop.after | Write -Dexec.args=\"--drop-after VALUE\"; --help lists the options.",
                "simulator.nonsense | -Dsimulator.nonsense is not an option. Write -Dexec.args=\"--help\" to see the options."
            })
    void refuses_options_that_are_written_as_properties_of_the_build(String property, String advice) {
        assertThatThrownBy(() -> SimulatorCommand.checkProperties(List.of("user.name", property)))
                .hasMessageContaining(advice);
    }

    @Test
    void lets_requests_fail_from_the_beginning() throws Exception {
        SimulatorCommand command = SimulatorCommand.read("--port=0", "--fail=503:2", "--fail", "429");

        try (GongSimulator gong = command.start()) {
            for (int status : new int[] {503, 503, 429, 401}) {
                given().get(gong.baseUrl() + "/v2/users").then().statusCode(status);
            }
        }
    }

    @Test
    void lists_the_users_of_a_file() throws Exception {
        Path users = Files.writeString(folder.resolve("users.json"), "[{\"id\": \"7\", \"active\": true}]");
        SimulatorCommand command = SimulatorCommand.read("--port", "0", "--users", users.toString());

        try (GongSimulator gong = command.start()) {
            String answer = given().auth()
                    .preemptive()
                    .basic("simulator", "simulator-secret")
                    .get(gong.baseUrl() + "/v2/users")
                    .asString();

            assertThat(answer).contains("\"users\":[{\"id\":\"7\",\"active\":true}]");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --prot 9000                 | There is no option --prot; did you mean --port?
            --acess-key x               | There is no option --acess-key; did you mean --access-key?
            --dropafter=1MB             | There is no option --dropafter; did you mean --drop-after?
            --mediafolder=x             | There is no option --mediafolder; did you mean --media-folder?
            --colour blue               | There is no option --colour; --help lists the options.
            9000                        | There is no option 9000; --help lists the options.
            --port                      | --port needs a value
            --port --keep               | --port needs a value
            --port 65536                | --port: "65536" is not a number from 0 to 65535
            --port x                    | --port: "x" is not a number
            --max-size much             | --max-size: "much" is not a size
            --max-size 18446744073GB    | --max-size: "18446744073GB" is too large
            --keep 9223372036854775808  | --keep: "9223372036854775808" is too large
            --fail 200                  | --fail: "200" is not a status from 400 to 599
            --fail 429:x                | --fail: "429:x" is not a status from 400 to 599
            --slow fast                 | --slow: "fast" is not a rate
            --drop-after 1MB:0          | --drop-after: "0" is not a number of times
            --processing-time 5         | --processing-time: "5" is not a time
            --users missing.json        | --users: there is no file missing.json
            """)
    void refuses_what_it_does_not_know(String arguments, String message) {
        assertThatThrownBy(() -> SimulatorCommand.read(arguments.split(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void says_what_is_wrong_with_a_file_or_folder() throws IOException {
        Path file = Files.write(folder.resolve("users.json"), new byte[] {'[', (byte) 0xFC, ']'});

        assertThatThrownBy(() -> SimulatorCommand.read("--users", file.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--users: " + file + " is not UTF-8 text");
        for (Path place : List.of(file, file.resolve("below"))) {
            assertThatThrownBy(() -> SimulatorCommand.read("--media-folder", place.toString()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("--media-folder: " + place + " can't be used as a folder: ");
        }
    }

    @Test
    void explains_every_option() throws IOException {
        assertThat(SimulatorCommand.read("--port", "1", "--help", "--nonsense").wantsHelp())
                .isTrue();
        assertThat(SimulatorCommand.HELP.lines()).allMatch(line -> line.length() <= 100);
        for (String option : SimulatorCommand.OPTIONS) {
            assertThat(SimulatorCommand.HELP).containsPattern("(?m)^  " + option + " ");
            assertThat(Files.readString(Path.of("docs/simulator.md"))).contains("`" + option);
        }
    }

    /** The relay's variables in a shell after these lines. */
    private static Map<String, String> shell(String lines) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", lines + "\nenv -0").start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).isZero();
        Map<String, String> variables = new TreeMap<>();
        for (String variable : output.split("\0")) {
            if (variable.startsWith("RELAY_")) {
                variables.put(
                        variable.substring(0, variable.indexOf('=')), variable.substring(variable.indexOf('=') + 1));
            }
        }
        return variables;
    }
}
