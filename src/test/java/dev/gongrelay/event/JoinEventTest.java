package dev.gongrelay.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JoinEventTest {
    private final Envelopes envelopes = new Envelopes(SampleEvents.JSON);

    @Test
    void asks_for_the_file_of_an_audit() throws IOException {
        assertThat(open("{\"join\": \"6a1f \u00fc%\"}").question())
                .contains(new JoinRequest("6a1f \u00fc%", MissingNode.getInstance()));
    }

    @Test
    void carries_the_progress_of_an_earlier_invocation() throws IOException {
        assertThat(open("{\"join\": \"run\", \"progress\": {\"after\": \"a\"}}").question())
                .contains(new JoinRequest("run", SampleEvents.parse("{\"after\": \"a\"}")));
    }

    @Test
    void is_not_accepted_from_a_queue() throws IOException {
        Envelope envelope = open(SampleEvents.sqs("{\"join\": \"run\"}").toString());

        assertThat(envelope.question()).isEmpty();
        assertThat(envelope.deliveries())
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.defects())
                        .singleElement()
                        .asString()
                        .contains("only a direct invocation can ask for one"));
    }

    private Envelope open(String event) throws IOException {
        return envelopes.open(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)));
    }
}
