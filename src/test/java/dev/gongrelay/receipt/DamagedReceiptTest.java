package dev.gongrelay.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.TransientException;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Receipts that are not quite what the relay writes: more than it knows is kept, and what it can't read stays as it is. */
class DamagedReceiptTest extends ReceiptScene {
    @Test
    void keeps_fields_that_it_does_not_know() throws Exception {
        store(document()
                .replace("KEY", recording.key())
                .replaceFirst("\\{", "{\"reviewed\": {\"by\": [\"Ann\"], \"score\": 1.10, \"big\": 1e400}, "));

        claim().reject(new PermanentException(FailureCode.DETAILS_INVALID, "direction is missing"));
        Claim claim = claim();
        checkpoint(claim, "777");
        claim.release(THROTTLED);
        Claim last = claim();
        checkpoint(last, "777");
        last.complete(UPLOADED, List.of());

        assertThat(text()).contains("\"reviewed\":{\"by\":[\"Ann\"],\"score\":1.10,\"big\":1E+400}");
        assertThat(stored().path("state").asText()).isEqualTo("relayed");
    }

    static Stream<String> damages() {
        return Stream.of(
                "",
                "{",
                "null",
                "[]",
                "7",
                "not json",
                document() + document(),
                document().replace("\"version\": 1", "\"version\": 2"),
                document().replace("\"version\": 1", "\"version\": \"1\""),
                document().replace("\"version\": 1,", ""),
                document().replace("claimed", "done"),
                document().replace("\"claimed\"", "null"),
                document().replace("somebody", ""),
                document().replace("\"owner\": \"somebody\",", ""),
                document().replace("\"somebody\"", "5"),
                document().replace("2026-03-01T08:00:00Z", "yesterday"),
                document().replace("\"2026-03-01T08:00:00Z\"", "1772352000"),
                document().replace("\"calls\"", "\"other\""),
                document().replace("KEY", "other.wav"),
                document().replaceFirst("\\{", "{\"callId\": 777, "),
                document().replaceFirst("\\{", "{\"callId\": \"\", "),
                document().replaceFirst("\\{", "{\"callId\": \"777 \", "),
                document().replaceFirst("\\{", "{\"callId\": \"777/../778\", "),
                document().replaceFirst("\\{", "{\"callId\": \"123456789012345678901\", "),
                document().replaceFirst("\\{", "{\"sentTo\": \"777\", "),
                document().replaceFirst("\\{", "{\"sentTo\": [777], "),
                document().replaceFirst("\\{", "{\"earlierCallIds\": {\"777\": 1}, "),
                document().replaceFirst("\\{", "{\"clientUniqueIdSha256\": 7, "),
                document().replace("claimed", "relayed"));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void never_overwrites_a_receipt_that_it_does_not_understand(String damaged) throws Exception {
        store(damaged.replace("KEY", recording.key()));
        String before = text();

        TransientException failure = failureOf(this::claim);

        assertThat(failure.code()).isEqualTo(FailureCode.RECEIPT_DAMAGED);
        assertThat(failure).hasMessageContaining("s3://" + BUCKET + "/" + key());
        assertThat(text()).isEqualTo(before);
    }

    @Test
    void never_overwrites_a_receipt_that_was_damaged_in_the_meantime() throws Exception {
        Claim claim = claim();
        store("{");

        TransientException failure = failureOf(() -> claim.complete(UPLOADED, List.of()));
        TransientException first = new TransientException(FailureCode.GONG_THROTTLED, "Gong answered 429");
        claim.release(first);

        assertThat(failure.code()).isEqualTo(FailureCode.RECEIPT_DAMAGED);
        assertThat(first.getSuppressed()).hasSize(1);
        assertThat(text()).isEqualTo("{");
    }

    /** A receipt as the relay writes it, of a claim whose lease is over. */
    private static String document() {
        return """
                {"version": 1, "state": "claimed", "recording": {"bucket": "calls", "key": "KEY"},
                "owner": "somebody", "leaseUntil": "2026-03-01T08:00:00Z", "attempts": 1}""";
    }

    private static TransientException failureOf(ThrowingCallable tried) {
        return catchThrowableOfType(TransientException.class, tried);
    }
}
