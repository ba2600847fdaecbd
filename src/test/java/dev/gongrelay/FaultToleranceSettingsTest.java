package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.simulator.Fault;
import dev.gongrelay.simulator.SampleMedia;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

/** The setting that overrides a fault-tolerance value does so, for each request. */
@QuarkusTest
@TestProfile(OtherSettings.class)
class FaultToleranceSettingsTest extends SurroundedTest {
    @Test
    void retries_limit_the_attempts_of_an_upload() {
        putRecording(key, SampleMedia.wav(10_000, 1, 1));
        gong.failUploads(100, Fault.answerAfterBody(500));

        assertThatThrownBy(() -> deliver(notification(key))).hasMessageContaining("gong-unavailable");

        assertThat(gong.uploads()).hasSize(2);
    }

    @Test
    void retries_limit_the_attempts_of_registering() {
        putRecording(key, SampleMedia.wav(10_000, 1, 1));
        gong.failCalls(100, Fault.answerAfterBody(500));

        assertThatThrownBy(() -> deliver(notification(key))).hasMessageContaining("gong-unavailable");

        assertThat(gong.requests()).hasSize(2);
    }
}
