package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.event.RelayFailedException;
import dev.gongrelay.simulator.Eventually;
import dev.gongrelay.simulator.Fault;
import dev.gongrelay.simulator.GongUpload;
import dev.gongrelay.simulator.LentMemory;
import dev.gongrelay.simulator.ProxyFault;
import dev.gongrelay.simulator.RequestHead;
import dev.gongrelay.simulator.SampleMedia;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Faults of the network in any combination, more of them with {@code -Psoak}. A failing run is repeated by its seed.
 */
@QuarkusTest
class RandomFaultsTest extends SurroundedTest {
    private static final int RUNS = Boolean.getBoolean("soak") ? 200 : 40;

    @Test
    void a_recording_is_at_gong_once_and_whole_or_not_at_all_with_the_cause_named() {
        long lentBefore = LentMemory.bytes();
        int relayed = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            forgetAll();
            relayed += run(seed) ? 1 : 0;
        }

        assertThat(relayed).isBetween(RUNS / 3, RUNS * 19 / 20);
        Eventually.until("no buffer kept", () -> LentMemory.bytes() <= lentBefore);
    }

    private boolean run(int seed) {
        Random random = new Random(seed);
        int size = 1000 + random.nextInt(200_000);
        byte[] recording = SampleMedia.wav(size, 1, seed);
        String name = seed + "/" + key;
        putRecording(name, recording);
        List<String> causes = new ArrayList<>();
        for (int i = random.nextInt(7); i > 0; i--) {
            source.fail(1, RandomFaultsTest::isMedia, sourceFault(random, size, causes));
        }
        for (int i = random.nextInt(7); i > 0; i--) {
            gong.failUploads(1, gongFault(random, size, causes));
        }

        String failure = failureOf(name);

        String run = "seed " + seed;
        List<GongUpload> accepted =
                gong.uploads().stream().filter(GongUpload::accepted).toList();
        if (failure == null) {
            assertThat(accepted)
                    .as(run)
                    .singleElement()
                    .satisfies(upload -> assertThat(upload.sha256()).isEqualTo(sha256(recording)));
        } else {
            assertThat(accepted).as(run + ": " + failure).isEmpty();
            assertThat(causes).as(run + ": " + failure).anyMatch(failure::contains);
        }
        assertThat(gong.overlappingUploads()).as(run).isZero();
        return failure == null;
    }

    private @Nullable String failureOf(String name) {
        try {
            deliver(notification(name));
            return null;
        } catch (RelayFailedException e) {
            return e.getMessage();
        }
    }

    private static ProxyFault sourceFault(Random random, int size, List<String> causes) {
        long at = random.nextInt(size);
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> because("source-unavailable", causes, ProxyFault.endAfter(at));
            case 3, 4 -> because("source-unavailable", causes, ProxyFault.resetAfter(at));
            case 5 -> because("source-unavailable", causes, ProxyFault.slowDown());
            case 6 -> because("source-unavailable", causes, ProxyFault.internalError());
            case 7 ->
                because(
                        "source-inconsistent",
                        causes,
                        ProxyFault.rewrite(head -> head.replace("HTTP/1.1 206", "HTTP/1.1 200")));
            case 8 ->
                random.nextInt(4) > 0
                        ? because("source-unavailable", causes, ProxyFault.noAnswer())
                        : because("source-unavailable", causes, ProxyFault.silenceAfter(at));
            default ->
                random.nextBoolean()
                        ? because(
                                "source-changed",
                                causes,
                                ProxyFault.error(412, "Precondition Failed", "PreconditionFailed", ""))
                        : because("source-missing", causes, ProxyFault.error(404, "Not Found", "NoSuchKey", ""));
        };
    }

    private static Fault gongFault(Random random, int size, List<String> causes) {
        return switch (random.nextInt(10)) {
            case 0, 1 -> because("gong-unavailable", causes, Fault.answer(500 + random.nextInt(5)));
            case 2 ->
                because("gong-unavailable", causes, Fault.answerAfterBody(502).html("<html>Bad Gateway</html>"));
            case 3, 4 -> because("gong-unreachable", causes, Fault.resetAfter(random.nextInt(size)));
            case 5, 6 -> because("gong-unreachable", causes, Fault.closeAfterBody());
            case 7 -> because("gong-throttled", causes, Fault.answer(429));
            case 8 ->
                random.nextInt(6) > 0
                        ? because(
                                "gong-throttled",
                                causes,
                                Fault.answerAfterBody(429).header("Retry-After", "3600"))
                        : because("gong-stalled", causes, Fault.neverAnswer());
            default ->
                random.nextInt(3) > 0
                        ? because("gong-refused", causes, Fault.answer(400))
                        : because("gong-unauthorized", causes, Fault.answer(401));
        };
    }

    private static <T> T because(String cause, List<String> causes, T fault) {
        causes.add(cause);
        return fault;
    }

    private static boolean isMedia(RequestHead head) {
        return head.method().equals("GET")
                && head.range() != null
                && head.range().endsWith("-");
    }
}
