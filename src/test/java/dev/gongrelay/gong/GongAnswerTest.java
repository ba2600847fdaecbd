package dev.gongrelay.gong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.gong.GongAnswer.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GongAnswerTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "401, gong-unauthorized, true",
        "403, gong-forbidden, true",
        "408, gong-unavailable, true",
        "421, gong-unavailable, true",
        "423, gong-unavailable, true",
        "425, gong-unavailable, true",
        "429, gong-throttled, true",
        "500, gong-unavailable, true",
        "502, gong-unavailable, true",
        "503, gong-unavailable, true",
        "520, gong-unavailable, true",
        "999, gong-unavailable, true",
        "400, gong-refused, false",
        "404, gong-call-unknown, false",
        "409, gong-user-not-enabled, false",
        "413, gong-too-large, false",
        "415, gong-media-type, false",
        "418, gong-refused, false",
        "407, gong-unavailable, true",
        "302, gong-unavailable, true"
    })
    void tells_what_passes_from_what_does_not(int status, String code, boolean passes) {
        for (Request request : List.of(Request.REGISTER, Request.UPLOAD)) {
            RuntimeException failure =
                    answer(request, status, null, "some words").failure();

            assertThat(failure).isInstanceOfSatisfying(RelayException.class, known -> {
                assertThat(known.code()).hasToString(code);
                assertThat(known instanceof TransientException).isEqualTo(passes);
                assertThat(known)
                        .hasMessageContaining(String.valueOf(status))
                        .hasMessageContaining("requestId r-1")
                        .hasMessageContaining("some words");
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401, gong-unauthorized, false",
        "403, gong-forbidden, false",
        "429, gong-throttled, true",
        "302, gong-unavailable, true",
        "400, gong-unavailable, true",
        "408, gong-unavailable, true",
        "409, gong-unavailable, true",
        "418, gong-unavailable, true",
        "500, gong-unavailable, true"
    })
    void blames_no_recording_for_a_list_of_users_that_is_refused(int status, String code, boolean passes) {
        RuntimeException failure =
                answer(Request.USERS, status, null, "some words").failure();

        assertThat(failure).isInstanceOfSatisfying(TransientException.class, known -> {
            assertThat(known.code()).hasToString(code);
            assertThat(known.code().kind() == FailureCode.Kind.TRANSIENT).isEqualTo(passes);
            assertThat(known.meetsEveryRecording()).isFalse();
            assertThat(known.getMessage().contains("needs the scope api:users:read"))
                    .isEqualTo(!passes);
        });
    }

    @Test
    void takes_gongs_404_for_a_list_of_nobody_and_a_gateways_for_a_failure() {
        assertThat(GongAnswer.of(Request.USERS, 404, null, "{\"requestId\":\"r-1\",\"errors\":[]}")
                        .failure())
                .isInstanceOf(NobodyException.class);
        assertThat(GongAnswer.of(Request.USERS, 404, null, "<html>Not found</html>")
                        .failure())
                .isInstanceOf(GongException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "REGISTER | Call with clientUniqueId x has already been posted for the call 7782342274025937895 in your company | CALL | 7782342274025937895",
                "REGISTER | ALREADY BEEN POSTED FOR THE CALL: 12 | CALL | 12",
                "REGISTER | has already been\tposted  for the call 12345678901234567890. | CALL | 12345678901234567890",
                "UPLOAD | The media of this call has already been handled | MEDIA | ''",
                "UPLOAD | Already Been Handled | MEDIA | ''",
                "UPLOAD | A media file with the same content has been uploaded in the past … callID with the same content: 42 | CONTENT | 42",
                "UPLOAD | same content has been uploaded: same content 42; this call has already been handled | CONTENT | 42"
            })
    void knows_a_duplicate_by_its_words_on_any_4xx(
            Request request, String words, DuplicateException.Kind kind, String callId) {
        for (int status = 400; status < 500; status++) {
            RuntimeException failure = answer(request, status, null, words).failure();

            assertThat(failure).isInstanceOfSatisfying(DuplicateException.class, duplicate -> {
                assertThat(duplicate.kind()).isEqualTo(kind);
                assertThat(duplicate.callId()).isEqualTo(callId);
                assertThat(duplicate.requestId()).isEqualTo("r-1");
            });
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPLOAD | 400 | has already been posted for the call 7782342274025937895",
                "REGISTER | 400 | The media of this call has already been handled",
                "REGISTER | 400 | same content has been uploaded in the past, same content: 42",
                "REGISTER | 500 | has already been posted for the call 42",
                "UPLOAD | 503 | has already been handled",
                "REGISTER | 400 | has already been posted for the call",
                "REGISTER | 400 | has already been posted for the call abc",
                "REGISTER | 400 | has already been posted for the call 123456789012345678901",
                "REGISTER | 400 | has already been posted for the call that somebody made in a far country 42",
                "UPLOAD | 400 | same content has been uploaded in the past, same content: 123456789012345678901",
                "UPLOAD | 400 | same content has been uploaded in the past, same content: none"
            })
    void takes_nothing_else_for_a_duplicate(Request request, int status, String words) {
        assertThat(answer(request, status, null, words).failure()).isInstanceOf(RelayException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"errors\":[\"This call has already been handled\"]}",
                "{\"errors\":\"This call has already been handled\"}",
                "{\"errors\":[{\"message\":\"This call has already been handled\"}]}",
                "{\"message\":\"This call has already been handled\"}",
                "<p>This call has already\nbeen handled</p>",
                "This call has already been handled"
            })
    void finds_the_words_whatever_form_the_body_has_and_without_a_requestId(String body) {
        RuntimeException failure =
                GongAnswer.of(Request.UPLOAD, 400, null, body).failure();

        assertThat(failure)
                .isInstanceOfSatisfying(
                        DuplicateException.class,
                        duplicate -> assertThat(duplicate.requestId()).isNull());
    }

    @Test
    void says_where_an_administrator_enables_importing() {
        RuntimeException failure = answer(
                        Request.REGISTER, 409, null, "Recording or telephony call import is not enabled")
                .failure();

        assertThat(failure).hasMessageContaining("Admin > Team members > the user > Data capture");
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "' 120 ', 120", "999999999, 999999999", "'Mon, 23 Nov 2026 10:01:30 GMT', 90"})
    void waits_as_long_as_gong_asks(String retryAfter, long seconds) {
        GongAnswer answer = answer(Request.UPLOAD, 429, retryAfter, "slow down");

        assertThat(answer.wait(NOW)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "", "soon", "1e9", "99999999999999999999", "Mon, 23 Nov 2026 09:59:59 GMT"})
    void takes_no_wait_from_what_is_none(String retryAfter) {
        GongAnswer answer = answer(Request.UPLOAD, 429, retryAfter, "slow down");

        assertThat(answer.wait(NOW)).isNull();
        assertThat(answer.failure()).hasMessageNotContaining("Retry-After");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 421, 423, 425, 429, 503})
    void hands_the_wait_on(int status) {
        RuntimeException failure =
                answer(Request.UPLOAD, status, "7", "slow down").failure();

        assertThat(failure)
                .hasMessageContaining("Retry-After 7 s")
                .isInstanceOfSatisfying(
                        TransientException.class,
                        passing -> assertThat(passing.retryAfter()).contains(Duration.ofSeconds(7)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"requestId\":\"r-9\",\"errors\":[\"party jane.doe@example.com at +49 (170) 1234567 is unknown\"]}",
                "{\"requestId\":\"r-9\",\"errors\":[\"jane.doe@example.com\", \"555-0100-1234567\"]}",
                "{\"requestId\":\"r-9\",\"errors\":[{\"message\":\"jane.doe%40example.com\",\"phone\":\"1234567\"}]}"
            })
    void keeps_personal_data_of_gongs_words_to_itself(String body) {
        RuntimeException failure =
                GongAnswer.of(Request.REGISTER, 400, null, body).failure();

        assertThat(failure)
                .hasMessageContaining("requestId r-9")
                .hasMessageContaining("<address>")
                .hasMessageContaining("<number>")
                .hasMessageNotContaining("jane.doe")
                .hasMessageNotContaining("1234567");
    }

    @Test
    void masks_before_it_cuts() {
        String body = "{\"errors\":[\"" + "x".repeat(493) + " +49 170 1234567\"]}";

        assertThat(GongAnswer.of(Request.REGISTER, 400, null, body).failure())
                .hasMessageNotContaining("+4")
                .hasMessageEndingWith("…");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html><body>502 Bad Gateway</body></html>",
                "[1,2]",
                "{\"errors\":3}",
                "nul",
                "null",
                "{\"requestId\":null,\"errors\":null}",
                "{\"requestId\":{},\"errors\":[]}",
                "{\"errors\":[null]}",
                "{\"requestId\":\"two words\"}",
                "{\"requestId\":\"",
                "\u0000\uFFFD"
            })
    void survives_any_body_and_leaves_out_what_is_missing(String body) {
        GongAnswer answer = GongAnswer.of(Request.UPLOAD, 502, null, body);

        assertThat(answer.requestId()).isNull();
        assertThatThrownBy(() -> {
                    throw answer.failure();
                })
                .hasMessageContaining("502")
                .hasMessageNotContaining("requestId")
                .hasMessageNotContaining("unknown")
                .hasMessageNotContaining("null");
    }

    /** Were it not linear, each would take minutes. */
    @ParameterizedTest
    @EnumSource(Request.class)
    void reads_any_body_up_to_its_limit(Request request) {
        for (String unit : new String[] {
            "already been posted for the call",
            "same content has been uploaded",
            "same content has been uploaded same content ",
            "already been ",
            " ",
            "1",
            "[",
            "{\"errors\":["
        }) {
            String body = unit.repeat(GongConnection.ANSWER_LIMIT_BYTES / unit.length());

            assertThat(GongAnswer.of(request, 400, null, body).failure()).isNotNull();
        }
    }

    private static GongAnswer answer(Request request, int status, @Nullable String retryAfter, String words) {
        return new GongAnswer(request, status, retryAfter, "r-1", words, true);
    }
}
