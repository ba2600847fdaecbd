package dev.gongrelay.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.failure.PermanentException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrivalEventTest {
    private static final Instant THEN = Instant.parse("2026-03-01T09:00:00.123456Z");

    private final Envelopes envelopes = new Envelopes(SampleEvents.JSON);

    @ParameterizedTest
    @CsvSource({"a b+c%20ü/日本 &=?#.wav, v1", "call.wav,"})
    void is_read_as_it_was_written(String key, String version) {
        ArrivalNotice notice = new ArrivalNotice(new RecordingReference("calls", key, version), "777", THEN);
        String text = envelopes.text(notice);

        Delivery delivery = envelopes.open(SampleEvents.sqs(text)).deliveries().get(0);

        assertThat(text).matches("[ -~]+");
        assertThat(delivery.arrival()).contains(notice);
        assertThat(delivery.references()).isEmpty();
        assertThat(delivery.defects()).isEmpty();
        assertThat(delivery.original()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"arrival\":{}}|has no callId",
                "{\"arrival\":{\"callId\":\"7x\"}}|1 to 20 digits",
                "{\"arrival\":{\"callId\":\"7\",\"bucket\":\"b/d\",\"key\":\"k\",\"relayedAt\":\"x\"}}|not a valid bucket name",
                "{\"arrival\":{\"callId\":\"7\",\"bucket\":\"bucket\",\"key\":\"\",\"relayedAt\":\"x\"}}|key is empty",
                "{\"arrival\":{\"callId\":\"7\",\"bucket\":\"bucket\",\"key\":\"k\",\"relayedAt\":\"today\"}}|not a time in UTC"
            })
    void is_a_defect_if_it_can_not_be_read(String text, String defect) {
        Delivery delivery = envelopes.open(SampleEvents.sqs(text)).deliveries().get(0);

        assertThat(delivery.arrival()).isEmpty();
        assertThat(delivery.defects())
                .singleElement()
                .extracting(PermanentException::getMessage)
                .asString()
                .contains(defect);
    }

    @Test
    void is_a_defect_beside_a_recording_that_is_announced() {
        String recording =
                SampleEvents.eventBridge("Object Created", "calls", "call.wav").toString();
        String arrival = envelopes.text(new ArrivalNotice(new RecordingReference("calls", "a.wav", null), "7", THEN));

        assertThat(envelopes.open(both(recording, arrival)).deliveries().get(0).defects())
                .hasSize(1);
        assertThat(envelopes.open(both(arrival, recording)).deliveries().get(0).defects())
                .hasSize(1);
    }

    /** Two notifications of a topic in one event. */
    private static com.fasterxml.jackson.databind.JsonNode both(String first, String second) {
        var event = SampleEvents.sns(first);
        event.withArray("Records").add(SampleEvents.sns(second).path("Records").path(0));
        return event;
    }
}
