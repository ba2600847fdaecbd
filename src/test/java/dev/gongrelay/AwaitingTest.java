package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.simulator.Endpoint;
import dev.gongrelay.simulator.ProxyFault;
import dev.gongrelay.simulator.SampleMedia;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a relayed recording whose message does not get into the queue of arrivals. */
@QuarkusTest
@TestProfile(OtherSettings.class)
class AwaitingTest extends ArrivalScene {
    private static final byte[] MEDIA = SampleMedia.wav(10_000, 1, 1);

    static List<ProxyFault> faults() {
        return List.of(
                ProxyFault.internalError(),
                ProxyFault.dropRequest(),
                ProxyFault.noAnswer(),
                ProxyFault.answer(
                        "HTTP/1.1 403 Forbidden\nContent-Type: application/x-amz-json-1.0",
                        "{\"__type\":\"com.amazon.coral.service#AccessDeniedException\",\"message\":\"no\"}"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void is_relayed_and_not_sent_again_until_the_queue_takes_its_message(ProxyFault fault) {
        putRecording(key, MEDIA);
        ArrivalQueues.proxy().fail(100, fault);

        JsonNode refused = answerTo(queued(key));

        assertThat(refused.path("batchItemFailures")).hasSize(1);
        assertThat(arrival(key)).isEqualTo("awaited");
        assertRelayedOnce(key);
        ArrivalQueues.proxy().reset();
        take(arrivalsUrl);

        JsonNode again = answerTo(queued(key));

        assertThat(again.path("batchItemFailures")).isEmpty();
        assertThat(notices()).singleElement().asString().contains(key);
        assertRelayedOnce(key);
        assertThat(gong.requests(Endpoint.ADD_CALL)).isEqualTo(1);
    }

    @Test
    void says_why_the_delivery_of_a_relayed_recording_is_retried() {
        putRecording(key, MEDIA);
        ArrivalQueues.proxy().fail(100, ProxyFault.internalError());

        try (CapturedLog log = new CapturedLog()) {
            deliver(queued(key));

            assertThat(log.text())
                    .contains(": relayed", "queue-unavailable", "the arrivals queue did not take the message");
        }
    }

    @Test
    void asks_for_no_receipt_of_an_earlier_version_that_awaits_nothing() {
        putRecording(key, MEDIA);
        deliver(notification(key));
        take(arrivalsUrl);
        String earlier = receipt(key).toString().replace(",\"arrival\":\"awaited\"", "");
        put(earlier);

        deliver(notification(key));

        assertThat(notices()).isEmpty();
        assertThat(receipt(key)).hasToString(earlier);
    }

    private void put(String receipt) {
        s3.putObject(
                put -> put.bucket(receiptsBucket).key(receiptKey(key)),
                software.amazon.awssdk.core.sync.RequestBody.fromString(receipt));
    }
}
