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
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.gong.UploadResult;
import dev.gongrelay.gong.UploadResult.Kind;
import dev.gongrelay.recording.CallDetails;
import dev.gongrelay.recording.TestDetails;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
 * Recordings that share an identity, a {@code clientUniqueId} or a {@code gong-call-id}, each with several deliveries
 * in any order, with answers lost, attempts repeated, and in some worlds processes killed. Gong gives all of them the
 * same call, takes one of them, and says of the others only that the call has its media.
 */
class SharedIdentityTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LEASE = Duration.ofMinutes(10);

    static LongStream seeds() {
        return LongStream.range(0, 600);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void relays_one_recording_and_rejects_the_others(long seed) throws Throwable {
        World world = new World(seed, 0, 0);

        world.deliver();

        assertThat(world.recordings).filteredOn(world.gong::has).hasSize(1);
        assertThat(world.recordings).allSatisfy(recording -> {
            assertThat(recording.receipt().path("state").asText())
                    .isEqualTo(world.gong.has(recording) ? "relayed" : "rejected");
            assertThat(recording.receipt().path("code").asText())
                    .isEqualTo(world.gong.has(recording) ? "" : "identity-taken");
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void takes_one_for_another_only_if_it_sent_all_and_never_heard_what_became_of_it(long seed) throws Throwable {
        Random chance = new Random(seed);
        World world = new World(seed, chance.nextInt(3) * 0.02, chance.nextInt(3) * 0.08);

        world.deliver();

        assertThat(world.recordings).filteredOn(world.gong::has).hasSize(1);
        assertThat(world.recordings).allSatisfy(recording -> {
            String state = recording.receipt().path("state").asText();
            if (world.gong.has(recording)) {
                assertThat(state).isEqualTo("relayed");
            } else if (recording.leftOpen.isEmpty()) {
                assertThat(state).isEqualTo("rejected");
            }
        });
    }

    /** One of the recordings, with its receipt. */
    private static final class Recording {
        final RecordingReference reference;
        final UnreliableS3 s3;
        final Receipts receipts;
        /** Deliveries that were killed, could not note how they ended, or never heard what became of a whole body. */
        final Set<Claim> leftOpen = new HashSet<>();

        Recording(int number, World world, double unreliability) {
            reference = new RecordingReference("calls", number + ".wav", null);
            s3 = new UnreliableS3(
                    world.random,
                    world.interleaving,
                    world.clock,
                    unreliability,
                    (before, after) -> check(after, world));
            receipts = Settings.in("receipts").receipts(s3, world.clock, () -> "owner-" + world.owners++);
        }

        JsonNode receipt() {
            return parse(Objects.requireNonNull(s3.content()));
        }

        /** Holds for every change of the receipt: what Gong has from us is never rejected. */
        private void check(@Nullable String after, World world) {
            JsonNode now = parse(Objects.requireNonNull(after));
            if (now.path("code").asText().equals("identity-taken")) {
                assertThat(world.gong.has(this)).isFalse();
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

    /** Gong, as far as identities go. */
    private static final class Gong {
        private final Map<String, Recording> media = new HashMap<>();
        private final Map<String, String> calls = new HashMap<>();

        String register(CallDetails details) {
            return calls.computeIfAbsent(
                    details.clientUniqueId().orElseThrow(), id -> String.valueOf(1000 + calls.size()));
        }

        boolean has(Recording recording) {
            return media.containsValue(recording);
        }
    }

    private static final class World {
        final Random random;
        final StoppedClock clock = StoppedClock.at("2026-03-01T09:00:00Z");
        final Interleaving interleaving;
        final Gong gong = new Gong();
        final List<Recording> recordings = new ArrayList<>();
        final CallDetails details;
        final boolean lossless;
        int owners;

        World(long seed, double deadliness, double unreliability) {
            random = new Random(seed);
            interleaving = new Interleaving(random, deadliness);
            details = random.nextBoolean() ? TestDetails.of("shared") : TestDetails.given("777");
            lossless = deadliness == 0 && unreliability == 0;
            for (int number = 2 + random.nextInt(2); number > 0; number--) {
                recordings.add(new Recording(number, this, unreliability));
            }
        }

        /** Some deliveries of each at once; then, when every lease is over, one more of each, undisturbed. */
        void deliver() throws Throwable {
            for (Recording recording : recordings) {
                for (int deliveries = 1 + random.nextInt(2); deliveries > 0; deliveries--) {
                    interleaving.add(() -> {
                        for (int time = 0; time < 3; time++) {
                            relay(recording, true);
                        }
                    });
                }
            }
            interleaving.run(() -> {
                switch (lossless ? 2 : random.nextInt(12)) {
                    case 0 -> clock.pass(LEASE.dividedBy(1 + random.nextInt(8)));
                    case 1 -> recordings.forEach(recording -> recording.s3.deliverLate());
                    default -> clock.pass(Duration.ofMillis(20));
                }
            });
            for (Recording recording : recordings) {
                recording.s3.recover();
                clock.pass(LEASE);
                relay(recording, false);
            }
        }

        /** What the relay does with a delivery, in short. */
        private void relay(Recording recording, boolean disturbed) {
            Instant lease = clock.instant().plus(LEASE);
            try {
                Claim claim = recording.receipts.claim(recording.reference, LEASE, Announcement.PLAIN);
                if (claim.relayed().isPresent()) {
                    return;
                }
                RelayException failure = upload(recording, claim, disturbed);
                if (failure != null) {
                    end(claim, failure);
                    boolean noted = clock.instant().isBefore(lease) && failure.getSuppressed().length == 0;
                    if (noted && !failure.isInDoubt()) {
                        recording.leftOpen.remove(claim);
                    }
                }
            } catch (TransientException e) {
                assertThat(e.code()).isNotEqualTo(FailureCode.RECEIPT_DAMAGED);
            }
        }

        private @Nullable RelayException upload(Recording recording, Claim claim, boolean disturbed) {
            boolean mayBeTaken = false;
            try {
                String callId = claim.callOf(details).orElseGet(() -> gong.register(details));
                interleaving.pause();
                recording.leftOpen.add(claim);
                claim.checkpoint(callId, details, "\"tag\"", 1);
                for (int attempt = 0; attempt < 3; attempt++) {
                    interleaving.pause();
                    if (gong.media.containsKey(callId)) {
                        return complete(claim, new UploadResult(callId, null, null, Kind.ALREADY_THERE, 0, mayBeTaken));
                    }
                    switch (disturbed ? random.nextInt(8) : 7) {
                        case 0 -> throw new TransientException(FailureCode.GONG_THROTTLED, "429");
                        case 1 -> throw new PermanentException(FailureCode.SOURCE_CHANGED, "overwritten");
                        case 2, 3 -> {
                            // The connection breaks in the middle of the body: one more attempt.
                        }
                        case 4 -> {
                            gong.media.put(callId, recording);
                            mayBeTaken = true;
                        }
                        case 5 -> mayBeTaken = !lossless;
                        default -> {
                            gong.media.put(callId, recording);
                            interleaving.pause();
                            return complete(claim, new UploadResult(callId, null, null, Kind.UPLOADED, 1, true));
                        }
                    }
                }
                throw new TransientException(FailureCode.GONG_UNREACHABLE, "broken three times");
            } catch (RelayException e) {
                return mayBeTaken ? e.inDoubt("Gong may have it.") : e;
            }
        }

        private static @Nullable RelayException complete(Claim claim, UploadResult result) {
            claim.recognize(result);
            claim.complete(result, List.of());
            return null;
        }

        private static void end(Claim claim, RelayException failure) {
            if (failure instanceof PermanentException permanent) {
                claim.reject(permanent);
            } else {
                claim.release(failure);
            }
        }
    }
}
