package dev.gongrelay.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.event.Announcement;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.gong.UploadResult;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.simulator.EmbeddedS3;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

class ReceiptsTest extends ReceiptScene {
    private static final List<String> WARNINGS = List.of("channels unknown");
    private static final PermanentException REFUSED =
            new PermanentException(FailureCode.DETAILS_INVALID, "direction is missing");

    @Test
    void claims_a_recording_that_has_no_receipt() throws Exception {
        Claim claim = claim();

        assertThat(claim.relayed()).isEmpty();
        assertThat(claim.callOf(DETAILS)).isEmpty();
        JsonNode stored = stored();
        assertThat(stored.path("owner").asText()).hasSize(36);
        assertThat(stored).isEqualTo(JSON.readTree("""
                        {
                          "version": 1,
                          "state": "claimed",
                          "recording": {"bucket": "calls", "key": "%s", "versionId": "v1"},
                          "announcedAt": "2026-03-01T09:00:00Z",
                          "owner": "%s",
                          "leaseUntil": "2026-03-01T09:15:00Z",
                          "attempts": 1,
                          "claimedAt": "2026-03-01T09:00:00Z"
                        }
                        """.formatted(
                        recording.key(), stored.path("owner").asText())));
    }

    @Test
    void probes_the_bucket_where_receipts_are_kept() {
        Receipts elsewhere = new Settings(Optional.of(BUCKET), "/team/", RelayConfig.Receipts.UnknownDuplicate.REJECT)
                .receipts(s3, clock, () -> "me");

        assertThat(elsewhere.probe()).contains("s3://" + BUCKET + "/team/_check/me");
    }

    @Test
    void tells_a_second_delivery_to_retry_when_the_lease_is_over() {
        claim();
        clock.pass(Duration.ofMinutes(4));

        TransientException failure = failureOf(this::claim);

        assertThat(failure.code()).isEqualTo(FailureCode.CLAIMED_ELSEWHERE);
        assertThat(failure.retryAfter()).contains(Duration.ofMinutes(11));
        assertThat(failure).hasMessageContaining(recording.toString()).hasMessageContaining("2026-03-01T09:15:00Z");
    }

    @Test
    void waits_no_longer_than_a_lease_can_last_for_a_delivery_whose_clock_is_ahead() throws Exception {
        clock.pass(Duration.between(clock.instant(), Instant.now()));
        Clock ahead = Clock.offset(clock, Duration.ofHours(12));
        Settings.in(BUCKET).receipts(s3, ahead).claim(recording, LEASE, Announcement.PLAIN);

        TransientException failure = failureOf(this::claim);
        clock.pass(Settings.LONGEST_LEASE.plusMinutes(1));
        Claim second = claim();

        assertThat(failure.code()).isEqualTo(FailureCode.CLAIMED_ELSEWHERE);
        assertThat(failure.retryAfter().orElseThrow()).isLessThanOrEqualTo(Settings.LONGEST_LEASE);
        assertThat(second.relayed()).isEmpty();
        assertThat(stored().path("attempts").intValue()).isEqualTo(2);
    }

    @Test
    void takes_a_claim_over_when_its_lease_is_over_and_keeps_the_call() throws Exception {
        checkpoint(claim(), "777");
        clock.pass(LEASE);

        Claim second = claim();

        assertThat(second.relayed()).isEmpty();
        assertThat(second.callOf(DETAILS)).contains("777");
        assertThat(stored().path("attempts").intValue()).isEqualTo(2);
        assertThat(stored().path("claimedAt").asText()).isEqualTo("2026-03-01T09:15:00Z");
        assertThat(stored().path("checkpointAt").asText()).isEqualTo("2026-03-01T09:00:00Z");
    }

    @Test
    void takes_a_released_claim_over_at_once_and_keeps_the_call() throws Exception {
        Claim first = claim();
        checkpoint(first, "777");

        first.release(THROTTLED);
        JsonNode released = stored();
        Claim second = claim();

        assertThat(released.path("state").asText()).isEqualTo("claimed");
        assertThat(released.has("leaseUntil")).isFalse();
        assertThat(released.path("code").asText()).isEqualTo("gong-throttled");
        assertThat(released.path("message").asText()).isEqualTo("Gong answered 429");
        assertThat(second.callOf(DETAILS)).contains("777");
    }

    @Test
    void completes_with_all_there_is_to_know() throws Exception {
        Claim claim = claim();
        claim.release(THROTTLED);
        claim = claim();
        checkpoint(claim, "777");
        clock.pass(Duration.ofSeconds(90));

        Receipt receipt = claim.complete(UPLOADED, WARNINGS);

        assertThat(receipt.state()).isEqualTo(ReceiptState.RELAYED);
        assertThat(JSON.readTree(receipt.toString())).isEqualTo(stored());
        assertThat(stored()).isEqualTo(JSON.readTree("""
                        {
                          "version": 1,
                          "state": "relayed",
                          "recording": {
                            "bucket": "calls", "key": "%s", "versionId": "v1", "eTag": "\\"tag\\"", "size": 4096
                          },
                          "announcedAt": "2026-03-01T09:00:00Z",
                          "owner": "%s",
                          "attempts": 2,
                          "claimedAt": "2026-03-01T09:00:00Z",
                          "checkpointAt": "2026-03-01T09:00:00Z",
                          "completedAt": "2026-03-01T09:01:30Z",
                          "callId": "777",
                          "url": "https://app.gong.io/call?id=777",
                          "gongRequestId": "request-1",
                          "uploadAttempts": 2,
                          "warnings": ["channels unknown"]
                        }
                        """.formatted(
                        recording.key(), stored().path("owner").asText())));
    }

    @Test
    void says_that_a_recording_was_relayed_and_leaves_its_receipt_alone() throws Exception {
        relay(claim());
        String before = text();
        clock.pass(Duration.ofDays(1));

        Claim claim = claim();
        Receipt again =
                claim.complete(new UploadResult("888", null, null, UploadResult.Kind.UPLOADED, 1, true), List.of());
        claim.release(THROTTLED);

        Receipt relayed = claim.relayed().orElseThrow();
        assertThat(relayed.callId()).contains("777");
        assertThat(relayed.url()).contains("https://app.gong.io/call?id=777");
        assertThat(relayed.requestId()).contains("request-1");
        assertThat(relayed.eTag()).contains("\"tag\"");
        assertThat(again).isEqualTo(relayed);
        assertThatThrownBy(() -> claim.checkpoint("888", DETAILS, "\"other\"", 1))
                .isInstanceOf(TransientException.class);
        assertThatThrownBy(() -> claim.reject(REFUSED)).isInstanceOf(TransientException.class);
        assertThat(text()).isEqualTo(before);
    }

    @Test
    void claims_a_rejected_recording_again() throws Exception {
        claim().reject(REFUSED);
        JsonNode rejected = stored();

        Claim second = claim();
        JsonNode claimed = stored();
        second.complete(UPLOADED, WARNINGS);

        assertThat(rejected.path("state").asText()).isEqualTo("rejected");
        assertThat(rejected.path("code").asText()).isEqualTo("details-invalid");
        assertThat(rejected.path("message").asText()).isEqualTo("direction is missing");
        assertThat(rejected.path("completedAt").asText()).isEqualTo("2026-03-01T09:00:00Z");
        assertThat(rejected.has("leaseUntil")).isFalse();
        assertThat(claimed.path("state").asText()).isEqualTo("claimed");
        assertThat(claimed.has("completedAt")).isFalse();
        assertThat(stored().path("state").asText()).isEqualTo("relayed");
        assertThat(stored().has("code") || stored().has("message")).isFalse();
    }

    @Test
    void names_no_version_that_the_latest_event_does_not_name() throws Exception {
        claim().reject(REFUSED);

        receipts.claim(new RecordingReference("calls", recording.key(), null), LEASE, Announcement.PLAIN);

        assertThat(stored().path("recording").has("versionId")).isFalse();
    }

    @Test
    void says_of_a_skipped_recording_nothing_of_the_failure_before() throws Exception {
        TransientException refusal = new TransientException(FailureCode.GONG_THROTTLED, "Gong answered 429");
        refusal.answers("request-1");
        claim().release(refusal);

        claim().skip("its metadata gong-skip says so");

        assertThat(stored().has("code") || stored().has("message") || stored().has("gongRequestId"))
                .isFalse();
    }

    @Test
    void notes_why_a_recording_was_skipped_and_claims_it_again() throws Exception {
        claim().skip("its metadata gong-skip says so");
        JsonNode skipped = stored();
        Claim again = claim();
        JsonNode claimed = stored();

        assertThat(skipped.path("state").asText()).isEqualTo("skipped");
        assertThat(skipped.path("reason").asText()).isEqualTo("its metadata gong-skip says so");
        assertThat(skipped.path("completedAt").asText()).isEqualTo("2026-03-01T09:00:00Z");
        assertThat(skipped.has("leaseUntil")).isFalse();
        assertThat(again.relayed()).isEmpty();
        assertThat(claimed.path("state").asText()).isEqualTo("claimed");
        assertThat(claimed.has("reason") || claimed.has("completedAt")).isFalse();
    }

    @Test
    void remembers_the_call_that_turned_out_not_to_be_the_recordings() throws Exception {
        Claim claim = claim();
        checkpoint(claim, "555");
        checkpoint(claim, "666");

        claim.complete(UPLOADED, WARNINGS);

        assertThat(stored().path("callId").asText()).isEqualTo("777");
        assertThat(stored().path("earlierCallIds")).isEqualTo(JSON.readTree("[\"555\", \"666\"]"));
    }

    @Test
    void completes_although_another_delivery_took_the_recording_over() {
        Claim slow = claim();
        checkpoint(slow, "777");
        clock.pass(LEASE);
        Claim fast = claim();

        Receipt receipt = slow.complete(UPLOADED, WARNINGS);

        assertThat(receipt.state()).isEqualTo(ReceiptState.RELAYED);
        assertThat(failureOf(() -> checkpoint(fast, "777")).code()).isEqualTo(FailureCode.CLAIMED_ELSEWHERE);
        fast.release(THROTTLED);
        assertThat(fast.complete(new UploadResult("777", null, null, UploadResult.Kind.UPLOADED, 1, true), List.of()))
                .isEqualTo(receipt);
        assertThat(THROTTLED.getSuppressed()).isEmpty();
    }

    @Test
    void gives_no_reason_to_skip_what_a_slower_delivery_relayed() throws Exception {
        Claim slow = claim();
        checkpoint(slow, "777");
        clock.pass(LEASE);
        claim().skip("its metadata gong-skip says so");

        slow.complete(UPLOADED, WARNINGS);

        assertThat(stored().path("state").asText()).isEqualTo("relayed");
        assertThat(stored().has("reason")).isFalse();
    }

    @Test
    void stops_at_the_checkpoint_when_another_delivery_took_the_recording_over() throws Exception {
        Claim slow = claim();
        clock.pass(LEASE);
        checkpoint(claim(), "777");
        String before = text();
        clock.pass(Duration.ofMinutes(5));

        TransientException failure = failureOf(() -> checkpoint(slow, "888"));
        slow.release(THROTTLED);

        assertThat(failure.code()).isEqualTo(FailureCode.CLAIMED_ELSEWHERE);
        assertThat(failure.retryAfter()).contains(Duration.ofMinutes(10));
        assertThat(text()).isEqualTo(before);
    }

    @Test
    void leaves_the_decision_to_the_delivery_that_took_the_recording_over() throws Exception {
        Claim slow = claim();
        clock.pass(LEASE);
        claim();
        String before = text();

        TransientException failure = failureOf(() -> slow.reject(REFUSED));

        assertThat(failure.code()).isEqualTo(FailureCode.CLAIMED_ELSEWHERE);
        assertThat(text()).isEqualTo(before);
    }

    @Test
    void keeps_its_claim_after_the_lease_as_long_as_nobody_takes_it() throws Exception {
        Claim claim = claim();
        clock.pass(LEASE.multipliedBy(2));

        checkpoint(claim, "777");
        claim.complete(UPLOADED, WARNINGS);

        assertThat(stored().path("state").asText()).isEqualTo("relayed");
    }

    @Test
    void writes_a_receipt_again_that_somebody_deleted_in_the_meantime() throws Exception {
        Claim claim = claim();
        checkpoint(claim, "777");
        s3.deleteObject(request -> request.bucket(BUCKET).key(key()));

        claim.release(THROTTLED);

        assertThat(claim().callOf(DETAILS)).contains("777");
        assertThat(stored().path("attempts").intValue()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a//b.wav",
                "/a.wav",
                "a/b/",
                "//",
                ".",
                "..",
                "./a.wav",
                "a/../a.wav",
                "a+b c%20d.wav",
                "ü/語/😀.wav",
                "?#&=;@:,'\"<>\\|*~`[]{}.wav",
                "tab\tand\u0001.wav",
                "x.json"
            })
    void remembers_recordings_with_odd_keys(String odd) {
        RecordingReference one = new RecordingReference("odd-" + UUID.randomUUID(), odd, null);

        relay(receipts.claim(one, LEASE, Announcement.PLAIN));

        assertThat(receipts.claim(one, LEASE, Announcement.PLAIN).relayed()).isPresent();
    }

    @Test
    void remembers_a_recording_whose_key_is_as_long_as_s3_allows() {
        String key = "é".repeat(510) + UUID.randomUUID().toString().substring(0, 4);
        RecordingReference one = new RecordingReference("calls", key, null);
        RecordingReference other = new RecordingReference("calls", key.substring(1) + "é", null);

        relay(receipts.claim(one, LEASE, Announcement.PLAIN));

        assertThat(receipts.claim(one, LEASE, Announcement.PLAIN).relayed()).isPresent();
        assertThat(receipts.claim(other, LEASE, Announcement.PLAIN).relayed()).isEmpty();
    }

    @Test
    void gives_a_recording_to_exactly_one_of_several_deliveries_at_once() throws Exception {
        int deliveries = 4;
        ExecutorService threads = Executors.newFixedThreadPool(deliveries);
        try {
            for (int round = 0; round < 25; round++) {
                RecordingReference wanted = new RecordingReference("calls", UUID.randomUUID() + ".wav", null);
                CyclicBarrier start = new CyclicBarrier(deliveries);
                List<Callable<Optional<FailureCode>>> claims = IntStream.range(0, deliveries)
                        .<Callable<Optional<FailureCode>>>mapToObj(i -> () -> {
                            try (S3Client client = EmbeddedS3.shared().client()) {
                                start.await();
                                receipts(client, Settings.in(BUCKET)).claim(wanted, LEASE, Announcement.PLAIN);
                                return Optional.empty();
                            } catch (TransientException e) {
                                return Optional.of(e.code());
                            }
                        })
                        .toList();

                List<Future<Optional<FailureCode>>> outcomes = threads.invokeAll(claims);

                assertThat(outcomes)
                        .extracting(Future::get)
                        .containsOnlyOnce(Optional.empty())
                        .containsOnly(Optional.empty(), Optional.of(FailureCode.CLAIMED_ELSEWHERE));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void keeps_nothing_without_a_bucket() {
        Receipts none =
                receipts(s3, new Settings(Optional.empty(), "receipts", RelayConfig.Receipts.UnknownDuplicate.REJECT));
        Claim claim = none.claim(recording, LEASE, Announcement.PLAIN);
        checkpoint(claim, "777");
        claim.release(THROTTLED);

        Receipt receipt = claim.complete(UPLOADED, WARNINGS);

        assertThat(receipts.areKept()).isTrue();
        assertThat(none.areKept()).isFalse();
        assertThat(receipt.callId()).contains("777");
        assertThat(none.claim(recording, LEASE, Announcement.PLAIN).relayed()).isEmpty();
        assertThat(s3.listObjectsV2(request -> request.bucket(BUCKET).prefix(key()))
                        .contents())
                .isEmpty();
    }

    @Test
    void is_denied_when_the_bucket_is_missing() {
        Receipts astray = receipts(s3, Settings.in("no-such-bucket"));

        TransientException failure = failureOf(() -> astray.claim(recording, LEASE, Announcement.PLAIN));

        assertThat(failure.code()).isEqualTo(FailureCode.RECEIPT_DENIED);
        assertThat(failure).hasMessageContaining("bucket does not exist");
    }

    @Test
    void is_unavailable_when_s3_can_not_be_reached() throws Exception {
        URI nobody;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + closed.getLocalPort());
        }

        try (S3Client client = EmbeddedS3.client(nobody)) {
            TransientException failure =
                    failureOf(() -> receipts(client, Settings.in(BUCKET)).claim(recording, LEASE, Announcement.PLAIN));

            assertThat(failure.code()).isEqualTo(FailureCode.RECEIPT_UNAVAILABLE);
            assertThat(failure).hasMessageContaining("s3://" + BUCKET + "/" + key());
        }
    }

    private Receipts receipts(S3Client client, Settings settings) {
        return settings.receipts(client, clock);
    }

    private static TransientException failureOf(ThrowingCallable tried) {
        return catchThrowableOfType(TransientException.class, tried);
    }

    private static Receipt relay(Claim claim) {
        checkpoint(claim, "777");
        return claim.complete(UPLOADED, WARNINGS);
    }
}
