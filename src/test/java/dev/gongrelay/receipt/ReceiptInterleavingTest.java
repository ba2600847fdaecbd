package dev.gongrelay.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gongrelay.StoppedClock;
import dev.gongrelay.event.Announcement;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.gong.UploadResult;
import dev.gongrelay.recording.CallDetails;
import dev.gongrelay.recording.TestDetails;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many deliveries of one event at once, killed anywhere, over a network that loses requests and answers and brings some
 * late. Gong is taken for more forgetful than it is here: it gives every registration a call of its own, so that
 * receipts alone have to tell which.
 */
class ReceiptInterleavingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CallDetails DETAILS = TestDetails.of("unique-1");
    private static final RecordingReference RECORDING = new RecordingReference("calls", "call.wav", null);
    private static final Duration LEASE = Duration.ofMinutes(10);

    static LongStream seeds() {
        return LongStream.range(0, 600);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void keeps_every_promise_whatever_happens_to_deliveries(long seed) throws Throwable {
        World world = new World(seed);

        world.deliverAtOnce(2 + world.random.nextInt(5));
        world.deliverUndisturbed();

        JsonNode relayed = JSON.readTree(Objects.requireNonNull(world.s3.content()));
        assertThat(relayed.path("state").asText()).isEqualTo("relayed");
        assertThat(world.media).contains(relayed.path("callId").asText());
    }

    /** A recording, its receipt, Gong, time, and whoever wants to relay. */
    private static final class World {
        final Random random;
        final StoppedClock clock = StoppedClock.at("2026-03-01T09:00:00Z");
        final Interleaving interleaving;
        final UnreliableS3 s3;
        final Receipts receipts;
        /** Who may be at work on the recording until when, as far as they know themselves. */
        final Map<Integer, Instant> holders = new HashMap<>();
        /** The calls that Gong has media for. */
        final Set<String> media = new LinkedHashSet<>();

        private int calls;
        private int owners;

        World(long seed) {
            random = new Random(seed);
            interleaving = new Interleaving(random, random.nextInt(3) * 0.03);
            s3 = new UnreliableS3(random, interleaving, clock, random.nextInt(3) * 0.12, this::check);
            receipts = Settings.in("receipts").receipts(s3, clock, () -> "owner-" + owners++);
        }

        void deliverAtOnce(int deliveries) throws Throwable {
            for (int delivery = 0; delivery < deliveries; delivery++) {
                int number = delivery;
                interleaving.add(() -> {
                    for (int time = 0; time < 3; time++) {
                        relay(number, random.nextInt(4));
                    }
                });
            }
            interleaving.run(() -> {
                switch (random.nextInt(12)) {
                    case 0 -> clock.pass(LEASE.dividedBy(1 + random.nextInt(8)));
                    case 1, 2 -> s3.deliverLate();
                    default -> clock.pass(Duration.ofMillis(20));
                }
            });
        }

        /**
         * Redelivered when every lease is over, an event is relayed at last, and nothing that comes late changes that.
         */
        void deliverUndisturbed() {
            s3.recover();
            clock.pass(LEASE);
            relay(-1, 0);
            String relayed = s3.content();
            while (s3.hasWritesOnTheirWay()) {
                s3.deliverLate();
            }
            assertThat(s3.content()).isEqualTo(relayed);
        }

        /** What the relay does with a delivery, in short. */
        private void relay(int delivery, int fate) {
            Instant latest = clock.instant().plus(LEASE);
            try {
                Claim claim = receipts.claim(RECORDING, LEASE, Announcement.PLAIN);
                if (claim.relayed().isEmpty()) {
                    hold(delivery, latest);
                    try {
                        relay(claim, latest, fate);
                    } catch (PermanentException e) {
                        holders.remove(delivery);
                        claim.reject(e);
                    } catch (TransientException e) {
                        holders.remove(delivery);
                        claim.release(e);
                    }
                }
            } catch (TransientException e) {
                assertThat(e.code()).isNotEqualTo(FailureCode.RECEIPT_DAMAGED);
            } finally {
                holders.remove(delivery);
            }
        }

        private void relay(Claim claim, Instant latest, int fate) {
            String callId = claim.callOf(DETAILS).orElseGet(() -> String.valueOf(1000 + calls++));
            interleaving.pause();
            claim.checkpoint(callId, DETAILS, "\"tag\"", 1);
            interleaving.pause();
            switch (fate) {
                case 1 -> throw new TransientException(FailureCode.GONG_THROTTLED, "429");
                case 2 -> throw new PermanentException(FailureCode.GONG_REFUSED, "400");
                case 3 -> {
                    if (isOver(latest)) {
                        throw new TransientException(FailureCode.TIME_UP, "late");
                    }
                }
                default -> {
                    // It goes on although its lease may be over, as a process does whose clock is wrong.
                }
            }
            media.add(callId);
            interleaving.pause();
            Receipt receipt = claim.complete(
                    new UploadResult(callId, null, null, UploadResult.Kind.UPLOADED, 1, true), List.of());
            assertThat(receipt.state()).isEqualTo(ReceiptState.RELAYED);
        }

        private void hold(int delivery, Instant until) {
            assertThat(holders.values()).allMatch(other -> !other.isAfter(clock.instant()) || isOver(until));
            holders.put(delivery, until);
        }

        private boolean isOver(Instant lease) {
            return !lease.isAfter(clock.instant());
        }

        /** Holds for every change of the receipt. */
        private void check(@Nullable String before, String after) {
            JsonNode now = parse(after);
            Receipt.of(now, RECORDING);
            if (now.path("state").asText().equals("relayed")) {
                assertThat(media).contains(now.path("callId").asText());
            }
            if (before != null) {
                JsonNode earlier = parse(before);
                assertThat(earlier.path("state").asText()).isNotEqualTo("relayed");
                List<String> known = new ArrayList<>(List.of(now.path("callId").asText()));
                now.path("earlierCallIds").forEach(callId -> known.add(callId.asText()));
                if (earlier.has("callId")) {
                    assertThat(known).contains(earlier.path("callId").asText());
                }
            }
        }

        private static JsonNode parse(String document) {
            try {
                return JSON.readTree(document);
            } catch (JsonProcessingException e) {
                throw new AssertionError(e);
            }
        }
    }
}
