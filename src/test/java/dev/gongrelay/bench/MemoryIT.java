package dev.gongrelay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.lambda.Reply;
import org.junit.jupiter.api.Test;

class MemoryIT {
    @Test
    void relays_300_mb_with_half_of_the_buffers_outside_the_heap_that_the_template_gives() throws Exception {
        GeneratedMedia media = new GeneratedMedia(300_000_000);
        Artifact small = Artifact.given().with("-XX:MaxDirectMemorySize=16m");
        try (Loopback loopback = new Loopback();
                PackagedFunction function = PackagedFunction.start(small, loopback.functionSettings())) {

            Reply reply = function.invoke(FunctionContender.event("300000000-only.wav"));

            assertThat(reply.failed()).as(function.log()).isFalse();
            loopback.check(media, media.sha256());
            assertThat(function.peakHeapBytes().orElseThrow()).isLessThan(64L * 1024 * 1024);
        }
    }
}
