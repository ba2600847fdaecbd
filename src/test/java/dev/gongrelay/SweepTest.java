package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.event.RelayFailedException;
import dev.gongrelay.event.SampleEvents;
import dev.gongrelay.simulator.Fault;
import dev.gongrelay.simulator.GongUpload;
import dev.gongrelay.simulator.SampleMedia;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** The nightly sweep announces every recording of the last days, and relays those that nobody announced. */
@QuarkusTest
class SweepTest extends SurroundedTest {
    private static final byte[] MEDIA = SampleMedia.wav(10_000, 1, 1);

    @Test
    void relays_a_recording_that_nobody_announced() {
        putRecording(key, MEDIA);

        deliver(swept("sweep-1", key));

        assertThat(state(key)).isEqualTo("relayed");
        assertThat(receipt(key).path("sweep").asText()).isEqualTo("sweep-1");
        assertThat(receipt(key).path("warnings").toString()).contains("a sweep found it");
        assertThat(gong.uploads()).filteredOn(GongUpload::accepted).hasSize(1);
    }

    @Test
    void asks_gong_nothing_about_a_recording_that_has_a_receipt_whatever_it_says() {
        putRecording(key, MEDIA);
        deliver(notification(key));
        String rejected = key + ".rejected.wav";
        put(rejected, MEDIA);
        assertThatThrownBy(() -> deliver(notification(rejected))).isInstanceOf(RelayFailedException.class);
        String released = key + ".released.wav";
        putRecording(released, SampleMedia.wav(10_001, 1, 2));
        gong.failCalls(1, Fault.answer(429).header("Retry-After", "3600"));
        assertThatThrownBy(() -> deliver(notification(released))).isInstanceOf(RelayFailedException.class);
        String before = receipt(key).toString() + receipt(rejected) + receipt(released);
        int requests = gong.requests().size();

        deliver(swept("sweep-1", key));
        deliver(swept("sweep-1", rejected));
        deliver(swept("sweep-1", released));

        assertThat(gong.requests()).hasSize(requests);
        assertThat(receipt(key).toString() + receipt(rejected) + receipt(released))
                .isEqualTo(before);
    }

    @Test
    void goes_on_with_a_recording_that_failed_when_it_was_found() {
        putRecording(key, MEDIA);
        gong.failCalls(1, Fault.answer(429).header("Retry-After", "3600"));
        assertThatThrownBy(() -> deliver(swept("sweep-1", key))).isInstanceOf(RelayFailedException.class);

        deliver(swept("sweep-2", key));
        assertThat(state(key)).isEqualTo("claimed");
        deliver(swept("sweep-1", key));

        assertThat(state(key)).isEqualTo("relayed");
    }

    @Test
    void relays_for_its_own_event_what_a_sweep_could_not() {
        put(key, MEDIA);
        assertThatThrownBy(() -> deliver(swept("sweep-1", key))).isInstanceOf(RelayFailedException.class);
        putRecording(key, MEDIA);

        deliver(notification(key));

        assertThat(state(key)).isEqualTo("relayed");
    }

    /** The event that infra/backfill.yaml sends. */
    private static String swept(String sweep, String key) {
        ObjectNode event = SampleEvents.eventBridge("Object Created", BUCKET, key);
        return event.put("source", "gong-relay.sweep").put("id", sweep).toString();
    }
}
