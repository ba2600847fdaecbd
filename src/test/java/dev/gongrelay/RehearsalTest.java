package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.simulator.GongUpload;
import dev.gongrelay.simulator.SampleMedia;
import dev.gongrelay.snapshot.Rehearsal;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.crac.Core;
import org.junit.jupiter.api.Test;

/** What the JVM package does before Lambda takes a snapshot. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class RehearsalTest extends SurroundedTest {
    @Inject
    Rehearsal rehearsal;

    @Test
    void relays_to_a_stand_in_without_a_log_line_and_then_to_gong() {
        putRecording(key, SampleMedia.wav(100_000, 1, 1));

        try (CapturedLog log = new CapturedLog()) {
            rehearsal.beforeCheckpoint(Core.getGlobalContext());

            assertThat(log.records())
                    .singleElement()
                    .satisfies(
                            line -> assertThat(line.getFormattedMessage()).matches("Rehearsed with \\d+ recordings.*"));
        }
        assertThat(gong.requests()).isEmpty();
        assertThat(source.heads()).isEmpty();

        deliver(notification(key));

        assertThat(gong.uploads()).singleElement().matches(GongUpload::accepted);
        assertThat(state(key)).isEqualTo("relayed");
    }
}
