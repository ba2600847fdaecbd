package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.simulator.GongRequest;
import dev.gongrelay.simulator.SampleMedia;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(OtherSettings.class)
class SecretRotationTest extends SurroundedTest {
    @Test
    void reads_the_secret_again_when_gong_refuses_it() {
        putRecording("first/" + key, SampleMedia.wav(100_000, 1, 1));
        putRecording("second/" + key, SampleMedia.wav(100_000, 1, 2));
        deliver(notification("first/" + key));
        gong.credentials(Surroundings.ACCESS_KEY, "rotated");
        SecretsManager.keep("rotated");

        deliver(notification("second/" + key));

        assertThat(gong.uploads())
                .hasSize(2)
                .allSatisfy(upload -> assertThat(upload.accepted()).isTrue());
        assertThat(gong.requests())
                .extracting(GongRequest::method)
                .containsExactly("POST", "PUT", "POST", "POST", "PUT");
    }
}
