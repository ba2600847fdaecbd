package dev.gongrelay.gong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GongAnswerTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "401, gong-unauthorized, true",
        "403, gong-unauthorized, true",
        "429, gong-throttled, true",
        "500, gong-unavailable, true",
        "502, gong-unavailable, true",
        "503, gong-unavailable, true",
        "400, gong-refused, false",
        "404, gong-call-unknown, false",
        "409, gong-user-not-enabled, false",
        "413, gong-too-large, false",
        "415, gong-media-type, false",
        "418, gong-refused, false",
        "302, gong-refused, false"
    })
    void tells_what_passes_from_what_does_not(int status, String code, boolean passes) {
        RuntimeException failure = new GongAnswer(status, null, "r-1", "some words").failure();

        assertThat(failure).isInstanceOfSatisfying(RelayException.class, known -> {
            assertThat(known.code()).hasToString(code);
            assertThat(known instanceof TransientException).isEqualTo(passes);
            assertThat(known)
                    .hasMessageContaining(String.valueOf(status))
                    .hasMessageContaining("r-1")
                    .hasMessageContaining("some words");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Call with clientUniqueId x has already been posted for the call 7782342274025937895 in your company | CALL | 7782342274025937895",
                "ALREADY BEEN POSTED FOR THE CALL: 12 | CALL | 12",
                "The media of this call has already been handled | MEDIA | ''",
                "A media file with the same content has been uploaded in the past … callID with the same content: 42 | CONTENT | 42"
            })
    void knows_a_repeat_by_its_words(String words, DuplicateException.Kind kind, String callId) {
        RuntimeException failure = new GongAnswer(400, null, "r-1", words).failure();

        assertThat(failure).isInstanceOfSatisfying(DuplicateException.class, repeat -> {
            assertThat(repeat.kind()).isEqualTo(kind);
            assertThat(repeat.callId()).isEqualTo(callId);
            assertThat(repeat.requestId()).isEqualTo("r-1");
        });
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "' 120 ', 120", "999999999, 999999999", "'Mon, 23 Nov 2026 10:01:30 GMT', 90"})
    void waits_as_long_as_gong_asks(String retryAfter, long seconds) {
        GongAnswer answer = new GongAnswer(429, retryAfter, "r-1", "slow down");

        assertThat(answer.wait(NOW)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "", "soon", "1e9", "99999999999999999999", "Mon, 23 Nov 2026 09:59:59 GMT"})
    void takes_no_wait_from_what_is_none(String retryAfter) {
        GongAnswer answer = new GongAnswer(429, retryAfter, "r-1", "slow down");

        assertThat(answer.wait(NOW)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"429", "503"})
    void hands_the_wait_on(int status) {
        RuntimeException failure = new GongAnswer(status, "7", "r-1", "slow down").failure();

        assertThat(failure)
                .isInstanceOfSatisfying(
                        TransientException.class,
                        passing -> assertThat(passing.retryAfter()).contains(Duration.ofSeconds(7)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"requestId\":\"r-9\",\"errors\":[\"party jane.doe@example.com at +49 (170) 1234567 is unknown\"]}",
                "{\"requestId\":\"r-9\",\"errors\":[{\"message\":\"jane.doe@example.com\"}]}"
            })
    void keeps_personal_data_of_gongs_words_to_itself(String body) {
        GongAnswer answer = GongAnswer.of(400, null, body);

        assertThat(answer.requestId()).isEqualTo("r-9");
        assertThat(answer.errors()).doesNotContain("jane.doe", "1234567").contains("<address>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html><body>502 Bad Gateway</body></html>", "[1,2]", "{\"errors\":3}", "nul"})
    void survives_any_body(String body) {
        GongAnswer answer = GongAnswer.of(502, null, body);

        assertThat(answer.requestId()).isEqualTo("unknown");
        assertThatThrownBy(() -> {
                    throw answer.failure();
                })
                .hasMessageContaining("502");
    }
}
