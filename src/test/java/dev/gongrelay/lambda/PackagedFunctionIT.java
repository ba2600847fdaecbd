package dev.gongrelay.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.simulator.TemporaryFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackagedFunctionIT {
    /** For the tests that leave it as it is. */
    @SuppressWarnings("NullAway.Init")
    private static PackagedFunction shared;

    private static final Map<String, String> SETTINGS = Map.of(
            "RELAY_GONG_BASE_URL", "http://127.0.0.1:1",
            "RELAY_GONG_ALLOWED_HOST", "127.0.0.1",
            "RELAY_GONG_ACCESS_KEY", "key",
            "RELAY_GONG_ACCESS_KEY_SECRET", "secret");
    private static final String TEST_EVENT = "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}";

    @BeforeAll
    static void start() {
        shared = PackagedFunction.start(Artifact.jvmPackage(), SETTINGS);
    }

    @AfterAll
    static void stop() {
        shared.close();
    }

    @Test
    void answers_event_after_event_over_the_runtime_api() {
        Reply first = shared.invoke(TEST_EVENT);
        Reply second = shared.invoke(TEST_EVENT);

        assertThat(first.failed()).as(shared.log()).isFalse();
        assertThat(second.failed()).as(shared.log()).isFalse();
        assertThat(shared.timeToFirstPoll()).isPositive();
        assertThat(shared.cpu()).isPositive();
        assertThat(shared.peakResidentBytes()).isPositive();
        assertThat(shared.log()).containsOnlyOnce("RELAY_RECEIPTS_BUCKET is not set");
    }

    @Test
    void fails_the_event_of_a_function_killed_before_it_answers() {
        try (var function = PackagedFunction.start(Artifact.jvmPackage(), SETTINGS)) {
            function.freeze();
            var reply = function.send(TEST_EVENT, Duration.ofSeconds(30));

            function.kill();

            assertThatThrownBy(reply::join).hasMessageContaining("exit code 137");
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "Elsewhere the system's folder for temporary files is not /tmp")
    void leaves_no_folder_of_vertx_behind_when_it_is_killed() {
        Set<String> before = foldersOfVertx();
        try (var function = PackagedFunction.start(Artifact.given(), SETTINGS)) {
            function.invoke(TEST_EVENT);

            function.kill();
        }

        assertThat(before).containsAll(foldersOfVertx());
    }

    private static Set<String> foldersOfVertx() {
        return Set.of(Objects.requireNonNull(new File("/tmp").list((folder, name) -> name.startsWith("vertx"))));
    }

    @Test
    void answers_after_it_was_frozen() {
        shared.freeze();
        var reply = shared.send(TEST_EVENT, Duration.ofSeconds(30));

        shared.thaw();

        assertThat(reply.join().failed()).as(shared.log()).isFalse();
    }

    @Test
    void kills_a_function_that_outlasts_its_time_limit() {
        try (var function = PackagedFunction.start(Artifact.jvmPackage(), SETTINGS)) {
            function.freeze();

            var reply = function.send(TEST_EVENT, Duration.ofMillis(1));

            assertThatThrownBy(reply::join).hasRootCauseInstanceOf(TimeoutException.class);
            assertThatThrownBy(() -> function.invoke(TEST_EVENT)).hasMessageContaining("exit code 137");
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "Needs the locales of Linux")
    void shares_no_file_with_functions_of_others() throws Exception {
        List<String> libraries = Files.readAllLines(Path.of("/proc", Long.toString(shared.pid()), "maps")).stream()
                .filter(mapped -> mapped.contains("libaws-lambda-jni"))
                .toList();

        assertThat(libraries).isNotEmpty().allMatch(mapped -> mapped.contains(shared.folder() + "/"));
    }

    @Test
    void goes_on_while_its_package_is_built_again(@TempDir Path folder) throws Exception {
        Path built = folder.resolve("function");
        copy(Artifact.jvmPackage().directory(), built);
        try (var function = PackagedFunction.start(Artifact.jvmPackage(built), SETTINGS)) {
            TemporaryFolder.delete(built);

            Reply reply = function.invoke(TEST_EVENT);

            assertThat(reply.failed()).as(function.log()).isFalse();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "amd64, false, libaws-lambda-jni.linux-x86_64.so",
        "aarch64, false, libaws-lambda-jni.linux-aarch_64.so",
        "amd64, true, libaws-lambda-jni.linux_musl-x86_64.so",
        "aarch64, true, libaws-lambda-jni.linux_musl-aarch_64.so"
    })
    void finds_the_clients_library_for_each_system(String architecture, boolean musl, String name) {
        assertThat(ClientLibrary.name(architecture, musl)).isEqualTo(name);
    }

    @Test
    void tells_what_a_function_said_that_could_not_start() {
        var broken = new Artifact(
                "broken", Path.of("/"), List.of("sh", "-c", "echo a setting is missing >&2; exit 3"), Map.of());

        assertThatThrownBy(() -> PackagedFunction.start(broken, SETTINGS))
                .hasMessageContaining("a setting is missing")
                .hasStackTraceContaining("exit code 3");
    }
}
