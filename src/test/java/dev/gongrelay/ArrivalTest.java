package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.event.SampleEvents;
import dev.gongrelay.simulator.Endpoint;
import dev.gongrelay.simulator.Fault;
import dev.gongrelay.simulator.ProxyFault;
import dev.gongrelay.simulator.SampleMedia;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.Message;

/** Whether a relayed recording's call appears in Gong, from the upload to the last word in its receipt. */
@QuarkusTest
@TestProfile(OtherSettings.class)
class ArrivalTest extends ArrivalScene {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final byte[] MINUTE = SampleMedia.wav(44 + 60 * 16_000, 1, 1);

    @Test
    void awaits_the_call_of_a_relayed_recording() throws Exception {
        putRecording(key, MINUTE);

        deliver(notification(key));

        JsonNode notice = json.readTree(notices().get(0)).path("arrival");
        assertThat(notice.path("bucket").asText()).isEqualTo(BUCKET);
        assertThat(notice.path("key").asText()).isEqualTo(key);
        assertThat(notice.path("callId").asText()).isEqualTo(gong.calls().get(0).callId());
        assertThat(notice.path("relayedAt").asText()).isNotEmpty();
        assertThat(arrival(key)).isEqualTo("awaited");
        assertThat(questions()).isZero();
    }

    @Test
    void confirms_a_call_that_gong_lists_and_notes_how_long_it_is() {
        String notice = relayed(key, MINUTE);

        assertThat(ask(after(HOUR, notice))).isEmpty();

        JsonNode receipt = receipt(key);
        assertThat(receipt.path("state").asText()).isEqualTo("relayed");
        assertThat(receipt.path("arrival").asText()).isEqualTo("confirmed");
        assertThat(receipt.path("arrivalAt").asText())
                .isGreaterThan(receipt.path("completedAt").asText());
        assertThat(receipt.path("gongDurationSeconds").asLong()).isEqualTo(60);
        assertThat(questions()).isEqualTo(1);
    }

    @Test
    void asks_gong_once_for_a_whole_batch() {
        List<String> keys =
                IntStream.range(0, 100).mapToObj(number -> number + key).toList();
        keys.forEach(name -> putRecording(name, SampleMedia.wav(1000, 1, name.hashCode())));
        deliver(notification(keys.toArray(new String[0])), Duration.ofMinutes(10));
        String[] notices = notices().stream().map(notice -> after(HOUR, notice)).toArray(String[]::new);

        assertThat(notices).hasSize(100);
        assertThat(ask(notices)).isEmpty();

        assertThat(questions()).isEqualTo(1);
        assertThat(keys).allSatisfy(name -> assertThat(arrival(name)).isEqualTo("confirmed"));
    }

    @Test
    void asks_again_later_for_a_call_that_gong_does_not_list_yet() {
        String notice = relayed(key, MINUTE);
        gong.fail(Endpoint.FILTER_CALLS, 1, Fault.answer(404));

        assertThat(ask(after(HOUR, notice))).containsExactly(1);
        assertThat(arrival(key)).isEqualTo("awaited");
        assertThat(ask(after(HOUR.multipliedBy(2), notice))).isEmpty();

        assertThat(arrival(key)).isEqualTo("confirmed");
    }

    @Test
    void does_not_ask_before_the_delay_is_over() {
        String notice = relayed(key, MINUTE);

        assertThat(ask(after(Duration.ofMinutes(-5), notice))).containsExactly(1);

        assertThat(questions()).isZero();
        assertThat(arrival(key)).isEqualTo("awaited");
    }

    @Test
    void gives_up_a_call_that_gong_discarded_and_says_so_where_somebody_sees_it() {
        gong.discardShorterThan(Duration.ofSeconds(61));
        String notice = after(DAY, relayed(key, MINUTE));

        try (CapturedLog log = new CapturedLog()) {
            assertThat(ask(notice)).isEmpty();

            assertThat(log.records())
                    .filteredOn(line -> line.getLevel().intValue() >= Level.ERROR.intValue())
                    .singleElement()
                    .satisfies(line -> {
                        assertThat(line.getFormattedMessage()).contains(key, "does not list it");
                        assertThat(line.getMdcCopy()).containsEntry("code", "gong-discarded");
                    });
        }
        assertThat(arrival(key)).isEqualTo("discarded");
        Message letter = take(deadLetterUrl).get(0);
        assertThat(letter.body()).isEqualTo(notice);
        assertThat(attribute(letter, "code")).isEqualTo("gong-discarded");
        assertThat(attribute(letter, "bucket")).isEqualTo(BUCKET);
        assertThat(attribute(letter, "key")).isEqualTo(key);
    }

    @Test
    void asks_again_when_the_dead_letter_of_a_discarded_call_is_sent_again() {
        String notice = after(DAY, relayed(key, MINUTE));
        gong.fail(Endpoint.FILTER_CALLS, 1, Fault.answer(404));
        ask(notice);
        assertThat(arrival(key)).isEqualTo("discarded");

        JsonNode answer =
                answerTo(SampleEvents.sqs(take(deadLetterUrl).get(0).body()).toString());

        assertThat(answer.path("batchItemFailures")).isEmpty();
        assertThat(arrival(key)).isEqualTo("confirmed");
    }

    @Test
    void keeps_the_message_of_a_discarded_call_until_its_dead_letter_is_kept() {
        gong.discardShorterThan(Duration.ofSeconds(61));
        String notice = after(DAY, relayed(key, MINUTE));
        ArrivalQueues.proxy().fail(100, ProxyFault.internalError());

        assertThat(ask(notice)).containsExactly(1);
        ArrivalQueues.proxy().reset();
        assertThat(ask(notice)).isEmpty();

        assertThat(take(deadLetterUrl)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void leaves_a_call_unchecked_that_the_key_may_not_read_and_warns_once(int status) {
        gong.missingScopes(status, Endpoint.FILTER_CALLS.scope());
        String first = after(HOUR, relayed(key, MINUTE));
        String second = after(DAY, relayed(2 + key, SampleMedia.wav(2000, 1, 2)));

        try (CapturedLog log = new CapturedLog()) {
            assertThat(ask(first)).isEmpty();
            assertThat(ask(second)).isEmpty();

            assertThat(log.records())
                    .filteredOn(line -> line.getLevel().intValue() >= Level.WARN.intValue())
                    .extracting(ExtLogRecord::getFormattedMessage)
                    .hasSizeLessThanOrEqualTo(1)
                    .allSatisfy(line -> assertThat(line).contains("api:calls:read:extensive"));
        }
        assertThat(arrival(key)).isEqualTo("unchecked");
        assertThat(arrival(2 + key)).isEqualTo("unchecked");
        assertThat(take(deadLetterUrl)).isEmpty();
    }

    /** However long ago the recording was relayed: only Gong's own word that it has no such call counts. */
    @ParameterizedTest
    @CsvSource({
        "a failure,            503 Service Unavailable, '{\"errors\":[\"busy\"]}'",
        "a gateway's 404,      404 Not Found,           <html>not found</html>",
        "an unreadable answer, 200 OK,                  '{\"calls\":['",
        "an answer without,    200 OK,                  '{\"requestId\":\"1\"}'",
        "a redirect,           302 Found,               <html>maintenance</html>",
        "a proxy's page,       200 OK,                  <html>log in</html>",
        "a proxy's refusal,    407 Login,               <html>log in</html>",
        "a firewall's page,    403 Forbidden,           <html>no</html>",
        "a refusal,            400 Bad Request,         '{\"errors\":[\"what?\"]}'",
        "a revoked key,        401 Unauthorized,        '{\"errors\":[\"Unauthorized\"]}'"
    })
    void asks_again_later_when_gong_answers_with(String what, String status, String body) {
        String notice = after(DAY, relayed(key, MINUTE));
        gong.fail(
                Endpoint.FILTER_CALLS,
                5,
                Fault.raw("HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));

        assertThat(ask(notice)).as(what).containsExactly(1);
        assertThat(arrival(key)).isEqualTo("awaited");
        for (int time = 0; time < 5 && !ask(notice).isEmpty(); time++) {
            circuitBreakers.resetAll();
        }

        assertThat(arrival(key)).isEqualTo("confirmed");
        assertThat(take(deadLetterUrl)).isEmpty();
    }

    @Test
    void confirms_a_duplicate_by_content_through_the_call_that_has_it() {
        String first = relayed(key, MINUTE);
        String second = relayed(key + ".copy.wav", MINUTE);
        String listed = gong.calls().get(0).callId();

        assertThat(ask(after(HOUR, second))).isEmpty();

        assertThat(second).contains(listed);
        assertThat(first).contains(listed);
        assertThat(receipt(key + ".copy.wav").path("callId").asText()).isEqualTo(listed);
        assertThat(arrival(key + ".copy.wav")).isEqualTo("confirmed");
        assertThat(gong.requests().get(gong.requests().size() - 1).path()).endsWith("/extensive");
    }

    @Test
    void asks_nothing_about_a_call_that_is_confirmed() {
        String notice = after(HOUR, relayed(key, MINUTE));
        ask(notice);
        String confirmed = receipt(key).toString();

        assertThat(ask(after(DAY, notice))).isEmpty();

        assertThat(questions()).isEqualTo(1);
        assertThat(receipt(key)).hasToString(confirmed);
    }

    @Test
    void believes_gong_although_somebody_deleted_the_receipt() {
        String notice = after(HOUR, relayed(key, MINUTE));
        s3.deleteObject(delete -> delete.bucket(receiptsBucket).key(receiptKey(key)));

        assertThat(ask(notice)).isEmpty();

        assertThat(questions()).isEqualTo(1);
    }

    @Test
    void asks_again_later_when_the_receipt_can_not_be_read_or_written() {
        String notice = after(HOUR, relayed(key, MINUTE));

        source.fail(100, head -> head.path().contains(receiptKey(key)), ProxyFault.internalError());
        assertThat(ask(notice)).containsExactly(1);
        source.reset();
        source.fail(100, head -> head.method().equals("PUT"), ProxyFault.internalError());
        assertThat(ask(notice)).containsExactly(1);
        source.reset();
        assertThat(ask(notice)).isEmpty();

        assertThat(arrival(key)).isEqualTo("confirmed");
    }
}
