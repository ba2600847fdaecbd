package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.event.RelayFailedException;
import dev.gongrelay.simulator.Fault;
import dev.gongrelay.simulator.GongUpload;
import dev.gongrelay.simulator.ProxyFault;
import dev.gongrelay.simulator.SampleMedia;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Recordings that share an identity, delivered in any order and again and again, while S3 and Gong fail. A failing run
 * is repeated by its seed.
 */
@QuarkusTest
class RandomIdentitiesTest extends SurroundedTest {
    private static final int RUNS = 20;
    private static final int DELIVERIES = 5;

    @Test
    void one_recording_is_relayed_and_the_others_are_rejected() {
        int rejected = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            forgetAll();
            rejected += run(seed);
        }

        assertThat(rejected).isGreaterThan(RUNS / 2);
    }

    /** Gives how many recordings were rejected. */
    private int run(int seed) {
        Random random = new Random(seed);
        String run = "seed " + seed;
        List<Take> takes = new ArrayList<>();
        for (int number = 2 + random.nextInt(2); number > 0; number--) {
            takes.add(new Take(seed + "/" + number + "/" + key, SampleMedia.wav(1000 + number, 1, seed)));
        }
        Map<String, String> identity = Map.of(
                "gong-call", "{\"actualStart\":\"2026-11-22T20:32:00Z\",\"clientUniqueId\":\"" + run + key + "\"}");
        takes.forEach(take -> put(take.name, take.bytes, identity));

        for (int delivery = 0; delivery < DELIVERIES; delivery++) {
            Take next = takes.get(random.nextInt(takes.size()));
            if (random.nextInt(3) > 0) {
                gong.failUploads(1 + random.nextInt(2), fault(random));
            }
            if (random.nextInt(6) == 0) {
                source.fail(1, head -> head.method().equals("GET"), ProxyFault.internalError());
            }
            next.deliver();
        }
        source.reset();
        circuitBreakers.resetAll();
        for (Take take : takes) {
            for (int time = 0; time < 10 && !take.isSettled(); time++) {
                take.deliver();
            }
        }

        assertThat(gong.uploads()).as(run).filteredOn(GongUpload::accepted).hasSize(1);
        assertThat(takes).as(run).allSatisfy(take -> {
            if (take.isInGong()) {
                assertThat(take.state()).isEqualTo("relayed");
            } else if (!take.leftOpen) {
                assertThat(take.state()).isEqualTo("rejected");
                assertThat(receipt(take.name).path("code").asText()).isEqualTo("identity-taken");
            }
        });
        return (int)
                takes.stream().filter(take -> take.state().equals("rejected")).count();
    }

    private static Fault fault(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> Fault.answer(429).header("Retry-After", "3600");
            case 1 -> Fault.answerAfterBody(429).header("Retry-After", "3600");
            case 2, 3 -> Fault.answerAfterBody(400);
            case 4, 5 -> Fault.loseAnswer();
            case 6 -> Fault.resetAfter(random.nextInt(1000));
            default -> random.nextBoolean() ? Fault.closeAfterBody() : Fault.answerAfterBody(503);
        };
    }

    /** One of the recordings that share an identity. */
    private final class Take {
        private final String name;
        private final byte[] bytes;
        /** Whether it may have been sent whole without an answer that tells what became of it. */
        private boolean leftOpen;

        Take(String name, byte[] bytes) {
            this.name = name;
            this.bytes = bytes;
        }

        void deliver() {
            int before = gong.uploads().size();
            try {
                RandomIdentitiesTest.this.deliver(notification(name));
            } catch (RelayFailedException e) {
                assertThat(e).hasMessageNotContaining("internal");
            }
            leftOpen |= gong.uploads().stream()
                    .skip(before)
                    .anyMatch(upload -> upload.status() == 0 || upload.status() >= 500);
        }

        String state() {
            return receipt(name).path("state").asText();
        }

        boolean isSettled() {
            return s3.listObjectsV2(list -> list.bucket(receiptsBucket).prefix(receiptKey(name)))
                                    .keyCount()
                            > 0
                    && (state().equals("relayed")
                            || receipt(name).path("code").asText().equals("identity-taken"));
        }

        boolean isInGong() {
            return gong.uploads().stream()
                    .anyMatch(upload -> upload.accepted() && sha256(bytes).equals(upload.sha256()));
        }
    }
}
