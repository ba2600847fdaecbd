package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.event.SampleEvents;
import dev.gongrelay.simulator.Endpoint;
import dev.gongrelay.simulator.Fault;
import dev.gongrelay.simulator.GongUpload;
import dev.gongrelay.simulator.ProxyFault;
import dev.gongrelay.simulator.SampleMedia;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Recordings of which Gong discards some and some are the same, on their way from their events to the last word in their
 * receipts, while answers are lost, messages are delivered twice, and deliveries are cut off at any request, which to
 * the rest of the world is the same as being killed. A failing run is repeated by its seed.
 */
@QuarkusTest
@TestProfile(OtherSettings.class)
class RandomArrivalsTest extends ArrivalScene {
    private static final int RUNS = Boolean.getBoolean("soak") ? 60 : 3;
    private static final int RECORDINGS = 6;
    private static final int ROUNDS = 6;
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final Set<String> lastWords = new HashSet<>();

    @Test
    void never_confirms_a_call_that_does_not_exist_and_never_loses_one_that_does() {
        for (int seed = 0; seed < RUNS; seed++) {
            forgetAll();
            forget();
            gong.discardShorterThan(SHORTEST);
            new Run(seed).go();
        }

        assertThat(lastWords).containsExactlyInAnyOrder("confirmed", "discarded");
    }

    private final class Run {
        private final String name;
        private final Random random;
        private final List<String> keys = new ArrayList<>();
        private final List<String> events = new ArrayList<>();
        private final List<String> unrelayed = new ArrayList<>();
        private final List<String> waiting = new ArrayList<>();
        /** With so many questions, Gong has given every false answer that it was told to. */
        private int scripted;

        private Duration age = Duration.ofHours(1);

        Run(int seed) {
            this.name = "seed " + seed;
            this.random = new Random(seed);
            for (int number = 0; number < RECORDINGS; number++) {
                String of = seed + "/" + number + "/" + key;
                int bytes = random.nextInt(3) == 0 ? 2_000 : 20_000;
                keys.add(of);
                // Now and then the same bytes as another's, which Gong has under that one's call.
                putRecording(of, SampleMedia.wav(bytes, 1, 1000L * seed + number / (1 + random.nextInt(2))));
                unrelayed.add(of);
                events.add(notification(of));
            }
        }

        void go() {
            for (int round = 0; round < ROUNDS; round++) {
                befall();
                relaySome();
                befall();
                askSome();
                heal();
                check();
                age = age.plus(Duration.ofHours(1 + random.nextInt(3)));
            }
            while (!events.isEmpty()) {
                relaySome();
            }
            askUntilNothingIsScripted();
            age = DAY;
            waiting.addAll(notices());
            while (!waiting.isEmpty()) {
                askSome();
            }
            check();
            checkThatNoneIsLost();
        }

        /** A fault of each, or a cut after which nobody hears of the delivery. */
        private void befall() {
            List<ProxyFault> faults =
                    List.of(ProxyFault.noAnswer(), ProxyFault.dropRequest(), ProxyFault.internalError());
            source.fail(1 + random.nextInt(3), head -> random.nextInt(8) == 0, faults.get(random.nextInt(3)));
            ArrivalQueues.proxy().fail(1 + random.nextInt(4), faults.get(random.nextInt(3)));
            if (random.nextInt(3) == 0) {
                int last = random.nextInt(10);
                int[] requests = {0};
                source.fail(Integer.MAX_VALUE, head -> requests[0]++ > last, ProxyFault.dropRequest());
                ArrivalQueues.proxy().fail(Integer.MAX_VALUE, head -> requests[0] > last, ProxyFault.dropRequest());
            }
            gong.failUploads(random.nextInt(2), random.nextBoolean() ? Fault.loseAnswer() : Fault.closeAfterBody());
            int questions = random.nextInt(2);
            // Questions that were asked before meet none of these.
            scripted = Math.max(scripted, questions()) + questions;
            gong.fail(Endpoint.FILTER_CALLS, questions, random.nextBoolean() ? Fault.loseAnswer() : Fault.answer(404));
        }

        private void heal() {
            source.reset();
            ArrivalQueues.proxy().reset();
            circuitBreakers.resetAll();
        }

        /**
         * What Gong was told to answer falsely is spent on a call that nobody waits for. How much of it is left nobody
         * knows: questions are also asked, and answered truly, before there is any.
         */
        private void askUntilNothingIsScripted() {
            for (int question = 0; question < scripted; question++) {
                ask("{\"arrival\":{\"bucket\":\"" + BUCKET + "\",\"key\":\"none.wav\",\"callId\":\"1\",\"relayedAt\":\""
                        + Instant.now() + "\"}}");
                circuitBreakers.resetAll();
            }
        }

        private void relaySome() {
            int number = random.nextInt(events.size());
            String event = events.get(number);
            endLease(unrelayed.get(number));
            JsonNode answer = answerTo(SampleEvents.sqs(event).toString());
            if (answer.path("batchItemFailures").isEmpty() && random.nextInt(4) > 0) {
                events.remove(number);
                unrelayed.remove(number);
            }
            heal();
            waiting.addAll(notices());
        }

        /** By the time that a message is delivered again, a delivery that was cut off has lost its right. */
        private void endLease(String of) {
            JsonNode receipt = state(of);
            if (receipt.has("leaseUntil")) {
                ((ObjectNode) receipt).put("leaseUntil", "2026-01-01T00:00:00Z");
                s3.putObject(
                        put -> put.bucket(receiptsBucket).key(receiptKey(of)),
                        RequestBody.fromString(receipt.toString()));
            }
        }

        /** Messages come twice now and then, also within a batch. */
        private void askSome() {
            List<String> batch = new ArrayList<>(waiting);
            if (!batch.isEmpty() && random.nextBoolean()) {
                batch.add(batch.get(random.nextInt(batch.size())));
            }
            Set<Integer> returned = batch.isEmpty()
                    ? Set.of()
                    : ask(batch.stream().map(notice -> after(age, notice)).toArray(String[]::new));
            List<String> still = new ArrayList<>();
            for (int number = 1; number <= batch.size(); number++) {
                if (returned.contains(number) || random.nextInt(8) == 0) {
                    still.add(batch.get(number - 1));
                }
            }
            waiting.clear();
            waiting.addAll(still);
        }

        private void check() {
            for (String of : keys) {
                if (state(of).path("arrival").asText().equals("confirmed")) {
                    assertThat(isListed(state(of).path("callId").asText()))
                            .as(name + ", " + of)
                            .isTrue();
                }
            }
        }

        private void checkThatNoneIsLost() {
            Set<String> letters = new HashSet<>();
            for (Message letter : take(deadLetterUrl)) {
                letters.add(attribute(letter, "key"));
            }
            assertThat(keys).as(name).allSatisfy(of -> {
                JsonNode receipt = state(of);
                boolean listed = isListed(receipt.path("callId").asText());
                assertThat(receipt.path("state").asText()).isEqualTo("relayed");
                assertThat(receipt.path("arrival").asText()).isEqualTo(listed ? "confirmed" : "discarded");
                assertThat(listed || letters.contains(of)).isTrue();
                lastWords.add(receipt.path("arrival").asText());
            });
            assertThat(gong.uploads().stream()
                            .filter(GongUpload::accepted)
                            .collect(Collectors.groupingBy(GongUpload::callId)))
                    .as(name)
                    .allSatisfy((call, uploads) -> assertThat(uploads).hasSize(1));
        }

        private boolean isListed(String callId) {
            return gong.uploads().stream()
                    .anyMatch(upload -> upload.accepted() && upload.callId().equals(callId) && upload.bytes() > 16_044);
        }

        private JsonNode state(String of) {
            try {
                return receipt(of);
            } catch (NoSuchKeyException none) {
                return json.createObjectNode();
            }
        }
    }
}
