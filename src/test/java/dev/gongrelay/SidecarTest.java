package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.simulator.SampleMedia;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a sidecar on its way through the whole relay. */
@QuarkusTest
class SidecarTest extends SurroundedTest {
    @Test
    void sends_numbers_to_gong_digit_for_digit() {
        List<String> numbers = List.of("1.10", "1e2", "1E+5", "-0", "12345678901234567890.123", "1e400", "0.10e-3");
        String unknown = "\"score\":[" + String.join(",", numbers) + "]";
        String nested = "\"parties\":[{\"userId\":\"234599484848423\",\"score\":1.10}]";
        put(key, SampleMedia.wav(100_000, 1, key.hashCode()));
        put(
                key + ".json",
                "{\"actualStart\":\"2026-11-22T20:32:00Z\",\"duration\":12.50," + unknown + "," + nested + "}");

        deliver(notification(key));

        assertThat(gong.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.body()).contains(unknown, nested, "\"duration\":12.50"));
    }
}
