package dev.gongrelay.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.gong.UploadResult;
import dev.gongrelay.recording.CallDetails;
import dev.gongrelay.recording.TestDetails;
import dev.gongrelay.settings.RelayConfig.Receipts.UnknownDuplicate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which call a recording goes to, and whether what Gong then has is this recording. */
class RecognitionTest extends ReceiptScene {
    private static final UploadResult ALREADY_THERE =
            new UploadResult("555", null, "request-1", UploadResult.Kind.ALREADY_THERE, 0, false);

    @Test
    void rejects_what_gong_has_when_no_earlier_delivery_had_anything_to_do_with_the_call() throws Exception {
        Claim claim = claim();
        checkpoint(claim, "555");

        PermanentException taken = takenBy(claim);
        claim.reject(taken);

        assertThat(taken.code()).isEqualTo(FailureCode.IDENTITY_TAKEN);
        assertThat(taken)
                .hasMessageContaining("call 555")
                .hasMessageContaining(recording.toString())
                .hasMessageContaining("another recording has the same clientUniqueId or gong-call-id")
                .hasMessageContaining("before its receipt existed")
                .hasMessageContaining("RELAY_RECEIPTS_UNKNOWN_DUPLICATE=accept");
        assertThat(stored().path("state").asText()).isEqualTo("rejected");
        assertThat(stored().path("code").asText()).isEqualTo("identity-taken");
        assertThat(stored().path("callId").asText()).isEqualTo("555");
    }

    @Test
    void rejects_it_again_however_often_it_is_sent_again() {
        for (int delivery = 0; delivery < 3; delivery++) {
            Claim claim = claim();
            checkpoint(claim, claim.callOf(DETAILS).orElse("555"));

            PermanentException taken = takenBy(claim);
            claim.reject(taken);

            assertThat(taken.code()).isEqualTo(FailureCode.IDENTITY_TAKEN);
        }
    }

    @Test
    void recognizes_what_a_delivery_sent_that_was_killed_before_it_could_note_the_outcome() {
        checkpoint(claim(), "555");
        clock.pass(LEASE);

        Claim next = claim();
        checkpoint(next, "555");

        assertThat(next.recognize(ALREADY_THERE)).isEmpty();
    }

    @Test
    void recognizes_what_a_delivery_sent_that_could_not_note_the_outcome() {
        Claim first = claim();
        checkpoint(first, "555");
        first.recognize(new UploadResult("555", null, null, UploadResult.Kind.UPLOADED, 1, true));
        first.release(new TransientException(FailureCode.RECEIPT_UNAVAILABLE, "S3 failed"));

        Claim next = claim();
        checkpoint(next, "555");

        assertThat(next.recognize(ALREADY_THERE)).isEmpty();
    }

    @Test
    void warns_that_gong_keeps_the_first_if_the_object_was_overwritten_since() {
        checkpoint(claim(), "555");
        clock.pass(LEASE);

        Claim next = claim();
        next.checkpoint("555", DETAILS, "\"other\"", 4096);

        assertThat(next.recognize(ALREADY_THERE).orElseThrow()).contains("overwritten");
    }

    static Stream<RelayException> doubts() {
        return Stream.of(
                THROTTLED.inDoubt("Gong may have it."),
                new PermanentException(FailureCode.SOURCE_MISSING, "gone").inDoubt("Gong may have it."),
                new TransientException(FailureCode.INTERNAL, "a fault", new IllegalStateException()));
    }

    @ParameterizedTest
    @MethodSource("doubts")
    void recognizes_what_a_delivery_sent_whose_outcome_stayed_open(RelayException failure) throws Exception {
        Claim first = claim();
        checkpoint(first, "555");
        end(first, failure);

        JsonNode left = stored();
        Claim next = claim();
        checkpoint(next, "555");

        assertThat(left.path("callId").asText()).isEqualTo("555");
        assertThat(left.path("sentTo")).isEqualTo(JSON.readTree("[\"555\"]"));
        assertThat(next.recognize(ALREADY_THERE)).isEmpty();
    }

    static Stream<RelayException> clear_failures() {
        return Stream.of(
                THROTTLED,
                new TransientException(FailureCode.TIME_UP, "late"),
                new PermanentException(FailureCode.SOURCE_CHANGED, "overwritten"));
    }

    @ParameterizedTest
    @MethodSource("clear_failures")
    void is_not_misled_by_the_note_of_a_delivery_that_sent_nothing_whole(RelayException failure) throws Exception {
        Claim first = claim();
        checkpoint(first, "555");
        end(first, failure);

        JsonNode left = stored();
        Claim next = claim();
        checkpoint(next, "555");

        assertThat(left.path("callId").asText()).isEqualTo("555");
        assertThat(left.path("sentTo")).isEqualTo(JSON.readTree("[]"));
        assertThat(takenBy(next).code()).isEqualTo(FailureCode.IDENTITY_TAKEN);
    }

    @Test
    void never_forgets_what_an_earlier_delivery_may_have_sent() {
        checkpoint(claim(), "555");
        clock.pass(LEASE);
        Claim second = claim();
        checkpoint(second, "555");
        second.release(THROTTLED);
        Claim third = claim();
        checkpoint(third, "666");
        third.reject(new PermanentException(FailureCode.GONG_CALL_UNKNOWN, "404"));

        Claim fourth = claim();
        checkpoint(fourth, "555");

        assertThat(fourth.recognize(ALREADY_THERE)).isEmpty();
    }

    @Test
    void recognizes_what_this_delivery_sent_itself() {
        Claim claim = claim();
        checkpoint(claim, "555");

        assertThat(claim.recognize(new UploadResult("555", null, null, UploadResult.Kind.ALREADY_THERE, 0, true)))
                .isEmpty();
    }

    @Test
    void leaves_the_decision_to_the_delivery_that_took_the_recording_over() throws Exception {
        Claim slow = claim();
        checkpoint(slow, "555");
        clock.pass(LEASE);
        Claim fast = claim();
        checkpoint(fast, "555");
        PermanentException taken = takenBy(slow);

        TransientException lost = catchThrowableOfType(TransientException.class, () -> slow.reject(taken));

        assertThat(lost.code()).isEqualTo(FailureCode.CLAIMED_ELSEWHERE);
        assertThat(fast.recognize(ALREADY_THERE)).isEmpty();
        fast.complete(ALREADY_THERE, List.of());
        assertThat(stored().path("state").asText()).isEqualTo("relayed");
    }

    @Test
    void rejects_what_gong_has_after_the_receipt_was_deleted() {
        checkpoint(claim(), "555");
        s3.deleteObject(request -> request.bucket(BUCKET).key(key()));

        Claim next = claim();
        checkpoint(next, "555");

        assertThat(takenBy(next)).hasMessageContaining("its receipt was deleted");
    }

    @Test
    void accepts_it_with_a_warning_if_the_settings_ask_for_it() {
        receipts = Settings.in(BUCKET).with(UnknownDuplicate.ACCEPT).receipts(s3, clock);
        Claim claim = claim();
        checkpoint(claim, "555");

        assertThat(claim.recognize(ALREADY_THERE).orElseThrow()).contains("call 555", "no receipt says", "accepted");
    }

    @Test
    void can_not_tell_without_a_receipts_bucket_and_warns() {
        receipts = new Settings(Optional.empty(), "receipts", UnknownDuplicate.REJECT).receipts(s3, clock);
        Claim claim = claim();
        checkpoint(claim, "555");

        assertThat(claim.recognize(ALREADY_THERE).orElseThrow()).contains("call 555", "without a receipts bucket");
    }

    @ParameterizedTest
    @CsvSource({"777, true", "555, false"})
    void warns_of_a_call_that_stays_empty(String elsewhere, boolean warns) {
        Claim claim = claim();
        checkpoint(claim, "555");

        Optional<String> warning = claim.recognize(
                new UploadResult(elsewhere, null, null, UploadResult.Kind.SAME_CONTENT_ELSEWHERE, 0, false));

        assertThat(warning.isPresent()).isEqualTo(warns);
        assertThat(warning.orElse("call 777, call 555 stays empty")).contains("call 777", "call 555 stays empty");
    }

    @Test
    void believes_a_receipt_of_an_earlier_version_that_names_the_call() {
        store("""
                {"version": 1, "state": "claimed", "recording": {"bucket": "calls", "key": "%s"},
                "owner": "somebody", "attempts": 1, "callId": "555", "earlierCallIds": ["444"]}
                """.formatted(recording.key()));

        Claim claim = claim();
        checkpoint(claim, claim.callOf(DETAILS).orElseThrow());
        claim.release(THROTTLED);
        Claim next = claim();
        checkpoint(next, "555");

        assertThat(next.recognize(ALREADY_THERE)).isEmpty();
        assertThat(next.recognize(new UploadResult("444", null, null, UploadResult.Kind.ALREADY_THERE, 0, false)))
                .isEmpty();
    }

    @Test
    void goes_on_with_the_call_that_was_registered_under_the_same_clientUniqueId() throws Exception {
        Claim first = claim();
        checkpoint(first, "555");
        first.release(THROTTLED);

        assertThat(stored().path("clientUniqueIdSha256").asText())
                .isEqualTo("8ddb488066777d1b2c9a4adb467f9aeeb31caad2fe09e030ee28cbcfc2f40ade");
        assertThat(claim().callOf(DETAILS)).contains("555");
    }

    @Test
    void registers_another_call_when_the_clientUniqueId_was_corrected() {
        Claim first = claim();
        checkpoint(first, "555");
        first.reject(takenBy(first));

        assertThat(claim().callOf(TestDetails.of("corrected"))).isEmpty();
    }

    @Test
    void goes_to_the_call_that_its_producer_corrected() throws Exception {
        Claim first = claim();
        first.checkpoint("555", TestDetails.given("555"), "\"tag\"", 4096);
        first.reject(new PermanentException(FailureCode.GONG_CALL_UNKNOWN, "404"));

        Claim second = claim();
        CallDetails corrected = TestDetails.given("666");
        second.checkpoint(second.callOf(corrected).orElseThrow(), corrected, "\"tag\"", 4096);

        assertThat(stored().path("callId").asText()).isEqualTo("666");
        assertThat(stored().path("earlierCallIds")).isEqualTo(JSON.readTree("[\"555\"]"));
    }

    @Test
    void registers_a_call_when_its_producer_removed_a_wrong_callId() {
        Claim first = claim();
        first.checkpoint("555", TestDetails.given("555"), "\"tag\"", 4096);
        first.reject(new PermanentException(FailureCode.GONG_CALL_UNKNOWN, "404"));

        assertThat(claim().callOf(DETAILS)).isEmpty();
    }

    @Test
    void prefers_the_callId_that_its_producer_gives_to_the_call_that_was_registered() {
        Claim first = claim();
        checkpoint(first, "555");
        first.release(THROTTLED);

        assertThat(claim().callOf(TestDetails.given("666"))).contains("666");
    }

    private static PermanentException takenBy(Claim claim) {
        return catchThrowableOfType(PermanentException.class, () -> claim.recognize(ALREADY_THERE));
    }

    private static void end(Claim claim, RelayException failure) {
        if (failure instanceof PermanentException permanent) {
            claim.reject(permanent);
        } else {
            claim.release(failure);
        }
    }
}
