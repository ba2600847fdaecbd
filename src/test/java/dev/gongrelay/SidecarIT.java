package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.lambda.Reply;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Sidecars that would use up the memory or the time of the packaged function, with the heap that it is deployed with.
 */
class SidecarIT {
    private static final Scene SCENE = new Scene();
    private static final int PARTIES = 130_000;
    private static final String STARTED = "{\"actualStart\":\"2026-01-31T09:30:00Z\",";

    @SuppressWarnings("NullAway.Init")
    private static PackagedFunction function;

    @BeforeAll
    static void start() {
        function = PackagedFunction.start(
                Artifact.given(), SCENE.settings(SCENE.s3(), SCENE.gong().baseUrl()));
    }

    @AfterAll
    static void stop() {
        function.close();
        SCENE.close();
    }

    @Test
    void survives_a_batch_of_hostile_sidecars_and_relays_what_follows() {
        List<String> hostile = Stream.of(
                        STARTED + "\"parties\":[1" + ",1".repeat(PARTIES - 1) + "]}",
                        STARTED + "\"parties\":[{\"emailAddress\":\"a@" + ".".repeat(250_000) + " \"}]}",
                        STARTED + "\"parties\":[{}" + ",{}".repeat(80_000) + "],\"title\":1}",
                        STARTED + "\"duration\":1e1000000000}",
                        STARTED + "\"a\":" + "[".repeat(250_000))
                .map(SCENE::recordWithSidecar)
                .toList();
        String large = SCENE.recordWithSidecar(STARTED + "\"unknown\":[{\"\":1}" + ",{\"\":1}".repeat(30_000) + "]}");
        String small = SCENE.recordWithSidecar(STARTED + "\"title\":\"Call\"}");
        String[] all = Stream.concat(hostile.stream(), Stream.of(large, small)).toArray(String[]::new);

        Reply reply = function.invoke(Scene.queued(all));

        assertThat(reply.failed()).as(function.log()).isFalse();
        assertThat(hostile.subList(0, 4))
                .allSatisfy(key -> assertThat(SCENE.receipt(key).path("code").asText())
                        .as(function.log())
                        .isEqualTo("details-invalid"));
        assertThat(SCENE.receipt(hostile.get(4)).path("code").asText()).isEqualTo("details-malformed");
        assertThat(hostile)
                .allSatisfy(key ->
                        assertThat(SCENE.receipt(key).path("message").asText()).hasSizeBetween(1, 2000));
        assertThat(SCENE.receipt(hostile.get(0)).path("message").asText())
                .contains("parties[0] must be an object")
                .endsWith("; and " + (PARTIES - 20) + " more");
        assertThat(SCENE.media(large)).hasSize(1);
        assertThat(SCENE.media(small)).hasSize(1);
    }

    @Test
    void finds_people_by_what_a_sidecar_says_and_rejects_thousands_who_are_nobody() {
        String named = SCENE.recordWithSidecar(
                STARTED + "\"primaryUser\":\"Ann.Agent@example.com\",\"parties\":[{\"userId\":\"extension:102\"}]}");
        String crowded = SCENE.recordWithSidecar(
                STARTED + "\"parties\":[" + "{\"userId\":\"a@b\"},".repeat(12_000) + "{\"userId\":\"phone:123\"}]}");

        Reply reply = function.invoke(Scene.queued(named, crowded));

        assertThat(reply.failed()).as(function.log()).isFalse();
        assertThat(SCENE.media(named)).as(function.log()).hasSize(1);
        assertThat(SCENE.calls(named).get(0).details().path("primaryUser").asText())
                .isEqualTo("234599484848423");
        assertThat(SCENE.receipt(crowded).path("code").asText()).isEqualTo("user-unknown");
        assertThat(function.log()).doesNotContain("Ann.Agent", "ann.agent", "extension:102");
    }
}
