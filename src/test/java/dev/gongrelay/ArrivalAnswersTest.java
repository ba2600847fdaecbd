package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.simulator.Endpoint;
import dev.gongrelay.simulator.Fault;
import dev.gongrelay.simulator.SampleMedia;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Gong's answers to a question for calls, in whatever pieces and of whatever size. */
@QuarkusTest
@TestProfile(OtherSettings.class)
class ArrivalAnswersTest extends ArrivalScene {
    private String other = "";
    private String[] notices = {};

    @BeforeEach
    void relayTwo() {
        other = 2 + key;
        notices = new String[] {
            after(DAY, relayed(key, SampleMedia.wav(1000, 1, 1))),
            after(DAY, relayed(other, SampleMedia.wav(1001, 1, 2)))
        };
    }

    @Test
    void reads_every_page() {
        answer(page(0, "next", ""));
        answer(page(1, "", ""));

        assertThat(ask(notices)).isEmpty();

        assertThat(arrival(key)).isEqualTo("confirmed");
        assertThat(arrival(other)).isEqualTo("confirmed");
        assertThat(questions()).isEqualTo(2);
    }

    @Test
    void takes_a_cursor_of_null_for_the_end() {
        answer(page(0, "next", ""));
        answer(page(1, "", "").replace("\"cursor\":\"\"", "\"cursor\":null"));

        assertThat(ask(notices)).isEmpty();

        assertThat(questions()).isEqualTo(2);
    }

    @Test
    void takes_a_404_after_a_page_for_the_end() {
        answer(page(0, "next", ""));
        gong.fail(Endpoint.FILTER_CALLS, 1, Fault.answer(404));

        assertThat(ask(notices)).isEmpty();

        assertThat(arrival(key)).isEqualTo("confirmed");
        assertThat(arrival(other)).isEqualTo("discarded");
    }

    @Test
    void gives_no_call_up_if_the_pages_do_not_end() {
        for (int page = 0; page < 10; page++) {
            answer(page(0, "next", ""));
        }

        assertThat(ask(notices)).containsExactly(1, 2);

        assertThat(questions()).isEqualTo(3);
        assertThat(arrival(other)).isEqualTo("awaited");
    }

    @Test
    void reads_a_page_of_some_hundred_kilobytes() {
        answer(page(0, "next", "long ".repeat(150_000)));
        answer(page(1, "", ""));

        assertThat(ask(notices)).isEmpty();

        assertThat(arrival(key)).isEqualTo("confirmed");
    }

    @Test
    void gives_no_call_up_if_a_page_is_too_long_to_be_read() {
        answer(page(0, "", "long ".repeat(250_000)));

        assertThat(ask(notices)).containsExactly(1, 2);

        assertThat(arrival(other)).isEqualTo("awaited");
    }

    @Test
    void leaves_out_calls_that_nobody_asked_for_and_durations_that_are_none() {
        String callId = gong.calls().get(0).callId();
        answer("{\"calls\":[{\"metaData\":{\"id\":\"1\",\"duration\":7}},{},{\"metaData\":{\"id\":\"" + callId
                + "\",\"duration\":\"long\"}}]}");

        assertThat(ask(notices)).isEmpty();

        assertThat(arrival(key)).isEqualTo("confirmed");
        assertThat(receipt(key).has("gongDurationSeconds")).isFalse();
    }

    private String page(int call, String cursor, String title) {
        return "{\"records\":{\"cursor\":\"" + cursor + "\"},\"calls\":[{\"metaData\":{\"id\":\""
                + gong.calls().get(call).callId() + "\",\"title\":\"" + title + "\",\"duration\":60}}]}";
    }

    private void answer(String body) {
        gong.fail(
                Endpoint.FILTER_CALLS,
                1,
                Fault.raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body));
    }
}
