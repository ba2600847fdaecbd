package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.lambda.Reply;
import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.Eventually;
import dev.gongrelay.simulator.Fault;
import dev.gongrelay.simulator.FaultyProxy;
import dev.gongrelay.simulator.GongUpload;
import dev.gongrelay.simulator.ProxyFault;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One event delivered more than once, to more than one process, some of which are killed. */
class AtLeastOnceIT {
    private static final int SIZE = 300_000;
    private static final String DONE = "{\"batchItemFailures\":[]}";
    private static final String RETURNED = "{\"batchItemFailures\":[{\"itemIdentifier\":\"message-1\"}]}";
    /** Enough to start with a recording on a busy machine; a killed delivery's lease lasts little longer. */
    private static final Duration SHORT = Duration.ofSeconds(8);

    private static final Scene SCENE = new Scene();
    private static final Map<Step, String> ABANDONED = new EnumMap<>(Step.class);

    @SuppressWarnings("NullAway.Init")
    private static PackagedFunction first;

    @SuppressWarnings("NullAway.Init")
    private static PackagedFunction second;

    /** Where a delivery is held until it is killed. The far side decides, so it is just there. */
    private enum Step {
        AFTER_ITS_CLAIM {
            @Override
            void hold(FaultyProxy s3) {
                s3.fail(1, Scene::looksUp, ProxyFault.holdRequest());
            }

            @Override
            boolean isReached(String key, FaultyProxy s3) {
                return s3.heads().stream().anyMatch(Scene::looksUp);
            }
        },
        AFTER_REGISTERING_BEFORE_IT_KNOWS {
            @Override
            void hold(FaultyProxy s3) {
                SCENE.gong().failCalls(1, Fault.neverAnswer().accepting());
            }

            @Override
            boolean isReached(String key, FaultyProxy s3) {
                return !SCENE.calls(key).isEmpty();
            }
        },
        AFTER_NOTING_THE_CALL {
            @Override
            void hold(FaultyProxy s3) {
                s3.fail(1, SCENE::writesReceipt, ProxyFault.none());
                s3.fail(1, SCENE::writesReceipt, ProxyFault.holdAnswer());
            }

            @Override
            boolean isReached(String key, FaultyProxy s3) {
                return SCENE.receipt(key).has("callId");
            }
        },
        IN_THE_MIDDLE_OF_THE_UPLOAD {
            @Override
            void hold(FaultyProxy s3) {
                s3.fail(1, Scene::readsAll, ProxyFault.silenceAfter(SIZE / 2));
            }

            @Override
            boolean isReached(String key, FaultyProxy s3) {
                return SCENE.uploads(key).stream().anyMatch(upload -> upload.bytes() > 0);
            }
        },
        AFTER_THE_UPLOAD_BEFORE_IT_KNOWS {
            @Override
            void hold(FaultyProxy s3) {
                SCENE.gong().failUploads(1, Fault.neverAnswer().accepting());
            }

            @Override
            boolean isReached(String key, FaultyProxy s3) {
                return !SCENE.media(key).isEmpty();
            }
        },
        AFTER_GONGS_ANSWER_BEFORE_THE_RECEIPT {
            @Override
            void hold(FaultyProxy s3) {
                s3.fail(2, SCENE::writesReceipt, ProxyFault.none());
                s3.fail(1, SCENE::writesReceipt, ProxyFault.holdRequest());
            }

            @Override
            boolean isReached(String key, FaultyProxy s3) {
                return s3.heads().stream().filter(SCENE::writesReceipt).count() == 3;
            }
        };

        abstract void hold(FaultyProxy s3);

        abstract boolean isReached(String key, FaultyProxy s3);
    }

    @BeforeAll
    static void start() {
        first = PackagedFunction.start(
                Artifact.given(), SCENE.settings(SCENE.s3(), SCENE.gong().baseUrl()));
        second = PackagedFunction.start(
                Artifact.given(), SCENE.settings(SCENE.s3(), SCENE.gong().baseUrl()));
        for (Step step : Step.values()) {
            ABANDONED.put(step, abandon(step));
        }
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
        SCENE.close();
    }

    /** Has a process of its own begin with a recording, and kills it at this step. */
    private static String abandon(Step step) {
        String key = SCENE.record(SIZE);
        try (FaultyProxy s3 = FaultyProxy.inFrontOf(SCENE.s3());
                PackagedFunction victim = PackagedFunction.start(
                        Artifact.given(),
                        SCENE.settings(s3.endpoint(), SCENE.gong().baseUrl()))) {
            step.hold(s3);
            CompletableFuture<Reply> reply = victim.send(Scene.queued(key), SHORT);
            Eventually.until(step + " of a delivery", () -> step.isReached(key, s3) || reply.isDone());
            assertThat(reply).as("%s: %s", step, victim.log()).isNotDone();
            victim.kill();
        }
        return key;
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void relays_once_after_a_process_was_killed(Step step) {
        String key = Objects.requireNonNull(ABANDONED.get(step));
        assertThat(SCENE.receipt(key).path("state").asText()).isEqualTo("claimed");

        Eventually.until(
                "the end of the killed delivery's lease",
                () -> first.invoke(Scene.queued(key)).body().equals(DONE));

        assertRelayedOnce(key);
    }

    @Test
    void returns_to_the_queue_what_another_process_is_relaying() {
        String key = SCENE.record(SIZE);

        Race race = race(Scene.queued(key));

        assertThat(race.loser().body()).isEqualTo(RETURNED);
        assertThat(race.winner().body()).isEqualTo(DONE);
        assertThat(SCENE.uploads(key)).hasSize(1);
        assertRelayedOnce(key);
    }

    @Test
    void fails_for_lambda_what_another_process_is_relaying() {
        String key = SCENE.record(SIZE);

        Race race = race(Scene.notification(key));

        assertThat(race.loser().failed()).isTrue();
        assertThat(race.loser().body()).contains("claimed-elsewhere", key);
        assertThat(race.winner().failed()).isFalse();
        assertThat(SCENE.uploads(key)).hasSize(1);
        assertRelayedOnce(key);
    }

    @Test
    void asks_gong_nothing_about_what_is_relayed() {
        String key = SCENE.record(SIZE);
        first.invoke(Scene.queued(key));
        int requests = SCENE.gong().requests().size();

        Reply same = first.invoke(Scene.queued(key));
        Reply other = second.invoke(Scene.notification(key));

        assertThat(same.body()).isEqualTo(DONE);
        assertThat(other.failed()).isFalse();
        assertThat(SCENE.gong().requests()).hasSize(requests);
    }

    private record Race(Reply winner, Reply loser) {}

    /** Gives an event to both processes at once. Gong takes nothing until one of them has given up. */
    private static Race race(String event) {
        SCENE.gong().failUploads(1, Fault.stopReadingAfter(0));
        CompletableFuture<Reply> one = first.send(event, PackagedFunction.LONGEST);
        CompletableFuture<Reply> other = second.send(event, PackagedFunction.LONGEST);
        Reply loser = (Reply) CompletableFuture.anyOf(one, other).join();
        CompletableFuture<Reply> winner = one.isDone() ? other : one;
        Eventually.until("the end of the upload", () -> {
            SCENE.gong().resumeReading();
            return winner.isDone();
        });
        return new Race(winner.join(), loser);
    }

    private static void assertRelayedOnce(String key) {
        assertThat(SCENE.calls(key)).hasSize(1);
        assertThat(SCENE.media(key))
                .singleElement()
                .extracting(GongUpload::bytes)
                .isEqualTo((long) SIZE);
        assertThat(SCENE.receipt(key).path("state").asText()).isEqualTo("relayed");
        assertThat(SCENE.receipt(key).path("callId").asText())
                .isEqualTo(SCENE.calls(key).get(0).callId());
        assertThat(SCENE.receipt(key).path("recording").path("key").asText()).isEqualTo(key);
        assertThat(SCENE.receipt(key).path("recording").path("bucket").asText()).isEqualTo(EmbeddedS3.RECORDINGS);
    }
}
