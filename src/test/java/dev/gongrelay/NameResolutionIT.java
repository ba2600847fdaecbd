package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.lambda.Reply;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Name servers that don't answer, seen by the JVM package, whose resolver can be replaced. */
class NameResolutionIT {
    private static final Duration TIME_LIMIT = Duration.ofSeconds(12);
    private static final Scene SCENE = new Scene();

    @TempDir
    Path folder;

    @AfterAll
    static void stop() {
        SCENE.close();
    }

    @Test
    void fails_for_now_while_gongs_name_can_not_be_resolved_and_goes_on_with_the_call_when_it_can()
            throws IOException, InterruptedException {
        String key = SCENE.record(50_000);
        URI gong = named("gong.test", SCENE.gong().baseUrl());
        Map<String, String> settings = SCENE.settings(SCENE.s3(), gong);
        settings.put("RELAY_GONG_RETRIES", "0");
        settings.put("HOSTNAME", "function");
        try (HostsFile hosts = new HostsFile(folder);
                PackagedFunction function = PackagedFunction.start(hosts.in(Artifact.jvmPackage()), settings)) {
            Reply hanging = function.send(Scene.notification(key), TIME_LIMIT).join();
            hosts.answer("127.0.0.1 other.test\n");
            Reply unknown = function.send(Scene.notification(key), TIME_LIMIT).join();
            hosts.answer("127.0.0.1 gong.test\n");
            Reply known = function.send(Scene.notification(key), TIME_LIMIT).join();

            assertThat(hanging.body())
                    .contains("gong-unreachable", "resolving the host name gong.test took longer than 5000 ms");
            assertThat(unknown.body()).contains("gong-unreachable", "the host name cannot be resolved: ", "gong.test");
            assertThat(known.failed()).as(known.body()).isFalse();
            assertThat(SCENE.media(key)).hasSize(1);
        }
    }

    @Test
    void ends_by_its_deadline_while_the_name_of_s3_can_not_be_resolved() throws IOException, InterruptedException {
        String key = SCENE.record(50_000);
        Map<String, String> settings =
                SCENE.settings(named("s3.test", SCENE.s3()), SCENE.gong().baseUrl());
        settings.put("HOSTNAME", "function");
        try (HostsFile hosts = new HostsFile(folder);
                PackagedFunction function = PackagedFunction.start(hosts.in(Artifact.jvmPackage()), settings)) {
            Reply hanging = function.send(Scene.notification(key), TIME_LIMIT).join();
            hosts.answer("127.0.0.1 s3.test\n");
            Reply known = function.send(Scene.notification(key), TIME_LIMIT).join();

            assertThat(hanging.failed()).as(hanging.body()).isTrue();
            assertThat(known.failed()).as(known.body()).isFalse();
            assertThat(SCENE.media(key)).hasSize(1);
        }
    }

    private static URI named(String host, URI address) {
        return URI.create("http://" + host + ":" + address.getPort());
    }
}
