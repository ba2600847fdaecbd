package dev.gongrelay.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sample events with which users invoke a function. */
class DeliveredSamplesTest {
    private static final Path SAMPLES = Path.of("infra/events");

    static List<Path> samples() throws IOException {
        try (Stream<Path> samples = Files.list(SAMPLES)) {
            return samples.toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void every_sample_event_announces_the_one_recording_it_is_about(Path sample) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<String> expected =
                sample.endsWith("s3-test-event.json") ? List.of() : List.of("recordings/calls/Ana & Bo.wav");

        Envelope envelope = new Envelopes(mapper).open(mapper.readTree(sample.toFile()));

        assertThat(envelope.deliveries())
                .flatExtracting(Delivery::references)
                .extracting(reference -> reference.bucket() + "/" + reference.key())
                .isEqualTo(expected);
        assertThat(envelope.deliveries()).flatExtracting(Delivery::defects).isEmpty();
    }
}
