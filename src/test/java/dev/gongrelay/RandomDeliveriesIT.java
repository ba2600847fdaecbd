package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.simulator.FaultyProxy;
import dev.gongrelay.simulator.GongUpload;
import dev.gongrelay.simulator.ProxyFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many recordings (more with {@code -Psoak}), each announced once to three times, delivered by chance to three
 * processes at once. S3 and Gong fail and answers are lost; processes are cut off for good at any request, which to the
 * rest of the world is the same as being killed. The queue delivers again what failed, as queues do, until all is done.
 *
 * <p>What befalls a delivery is drawn from the seed, the recording's number and the delivery's; which deliveries meet
 * is up to the machine.
 */
class RandomDeliveriesIT {
    private static final int RECORDINGS = Boolean.getBoolean("soak") ? 220 : 60;
    /** On average, so that deliveries meet. */
    private static final int MILLIS_PER_RECORDING = 90;

    private static final int PROCESSES = 3;
    private static final long SEED = Long.getLong("relay.seed", 20261122);
    /**
     * What a delivery takes when all goes well, from the claim to the receipt; by chance a fault comes later or never.
     */
    private static final int REQUESTS = 9;
    /** After so many deliveries nothing more befalls those of a recording, so that the test ends. */
    private static final int FATEFUL_DELIVERIES = 4;
    /** Short, so that the lease of a delivery that was cut off is over soon; and enough on a busy machine. */
    private static final Duration TIME_LIMIT = Duration.ofSeconds(4);

    private static final Duration REDELIVERY = Duration.ofSeconds(1);

    private static final List<ProxyFault> FAULTS_OF_S3 = List.of(
            ProxyFault.noAnswer(),
            ProxyFault.dropRequest(),
            ProxyFault.slowDown(),
            ProxyFault.internalError(),
            ProxyFault.endAfter(9_000),
            ProxyFault.resetAfter(5_000));
    private static final List<ProxyFault> FAULTS_OF_GONG = List.of(
            ProxyFault.noAnswer(),
            ProxyFault.dropRequest(),
            ProxyFault.answer("HTTP/1.1 503 Service Unavailable", "<html>busy</html>"),
            ProxyFault.answer("HTTP/1.1 500 Internal Server Error", "{\"requestId\":\"r\",\"errors\":[\"failure\"]}"),
            ProxyFault.answer("HTTP/1.1 429 Too Many Requests\nRetry-After: 60", "{\"requestId\":\"r\"}"),
            ProxyFault.answer("HTTP/1.1 401 Unauthorized", "{\"requestId\":\"r\"}"));

    private final Scene scene = new Scene();
    private final DelayQueue<Message> queue = new DelayQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    @TempDir
    private Path folder;

    /** A recording and what befell it so far. */
    private record Recording(int number, String key, int sizeBytes, AtomicInteger deliveries, Queue<String> history) {
        Recording(int number, String key, int sizeBytes) {
            this(number, key, sizeBytes, new AtomicInteger(), new ConcurrentLinkedQueue<>());
        }

        String story() {
            return "seed " + SEED + ", recording " + number + ":\n" + String.join("\n", history);
        }
    }

    /** An announcement in the queue, seen from a point of time on. */
    private record Message(Recording recording, long seenNanos) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(seenNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(seenNanos, ((Message) other).seenNanos);
        }
    }

    /**
     * What befalls a delivery: one request fails, or none; and after a last one it is cut off, or never.
     *
     * @param faulty the number of the request that fails, from 1
     * @param last the number of the last request that anybody hears of
     */
    private record Fate(int faulty, int faultOfS3, int faultOfGong, int last) {
        static Fate of(Recording recording, int delivery) {
            Random chance = new Random(SEED * 1_000_003 + recording.number() * 101L + delivery);
            boolean spared = delivery > FATEFUL_DELIVERIES || chance.nextInt(5) == 0;
            boolean cutOff = !spared && chance.nextInt(2) == 0;
            return new Fate(
                    spared ? 0 : 1 + chance.nextInt(cutOff ? 2 * REQUESTS : REQUESTS),
                    chance.nextInt(FAULTS_OF_S3.size()),
                    chance.nextInt(FAULTS_OF_GONG.size()),
                    cutOff ? chance.nextInt(REQUESTS + 1) : Integer.MAX_VALUE);
        }

        /** Lets it befall what comes through these proxies. */
        void befall(FaultyProxy s3, FaultyProxy gong, AtomicInteger requests) {
            for (FaultyProxy proxy : List.of(s3, gong)) {
                proxy.reset();
                proxy.fail(Integer.MAX_VALUE, head -> requests.incrementAndGet() > last, ProxyFault.dropRequest());
            }
            s3.fail(1, head -> requests.get() == faulty, FAULTS_OF_S3.get(faultOfS3));
            gong.fail(1, head -> requests.get() == faulty, FAULTS_OF_GONG.get(faultOfGong));
        }
    }

    /** A process with proxies of its own before S3 and Gong. */
    private final class Worker implements AutoCloseable {
        private final FaultyProxy s3 = FaultyProxy.inFrontOf(scene.s3());
        private final FaultyProxy gong = FaultyProxy.inFrontOf(scene.gong().baseUrl());
        private final int number;
        private PackagedFunction function;

        Worker(int number) {
            this.number = number;
            function = start();
        }

        private PackagedFunction start() {
            Map<String, String> settings = scene.settings(s3.endpoint(), gong.endpoint());
            settings.put("RELAY_GONG_RETRIES", String.valueOf(number));
            settings.put("RELAY_SOURCE_MAX_EMPTY_READS", "1");
            settings.put("RELAY_DEADLINE_MARGIN", "1s");
            settings.put("AWS_MAX_ATTEMPTS", "2");
            settings.put("QUARKUS_CONFIG_LOCATIONS", tireless().toUri().toASCIIString());
            return PackagedFunction.start(Artifact.given(), settings);
        }

        void work() {
            while (waiting.get() > 0) {
                try {
                    Message message = queue.poll(100, TimeUnit.MILLISECONDS);
                    if (message != null) {
                        deliver(message.recording());
                    }
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        private void deliver(Recording recording) {
            Fate fate = Fate.of(recording, recording.deliveries().incrementAndGet());
            AtomicInteger requests = new AtomicInteger();
            fate.befall(s3, gong, requests);
            String answer = answer(Scene.queued(recording.key()));
            boolean cutOff = requests.get() > fate.last();
            boolean done = !cutOff && answer.equals("{\"batchItemFailures\":[]}");
            recording.history().add("process " + number + ", " + fate + ", cut off " + cutOff + ": " + answer);
            assertReceiptIsTrue(recording, done);
            if (done) {
                waiting.decrementAndGet();
            } else {
                send(recording, REDELIVERY);
            }
        }

        /** On a machine that is much too busy a process is killed as Lambda does it, and another one started. */
        private String answer(String event) {
            try {
                return function.send(event, TIME_LIMIT).join().body();
            } catch (CompletionException e) {
                function.close();
                function = start();
                return "killed: " + e;
            }
        }

        @Override
        public void close() {
            function.close();
            gong.close();
            s3.close();
        }
    }

    @Test
    void relays_every_recording_once_whatever_befalls_its_deliveries() {
        List<Recording> recordings = new ArrayList<>();
        Random chance = new Random(SEED);
        for (int number = 1; number <= RECORDINGS; number++) {
            int size = 1_000 + chance.nextInt(30_000);
            Recording recording = new Recording(number, scene.record(size), size);
            recordings.add(recording);
            for (int announcements = 1 + chance.nextInt(3); announcements > 0; announcements--) {
                waiting.incrementAndGet();
                send(recording, Duration.ofMillis(chance.nextInt(RECORDINGS * MILLIS_PER_RECORDING)));
            }
        }

        List<Worker> workers = new ArrayList<>();
        try (scene) {
            for (int number = 0; number < PROCESSES; number++) {
                workers.add(new Worker(number));
            }
            CompletableFuture.allOf(workers.stream()
                            .map(worker -> CompletableFuture.runAsync(worker::work)
                                    .whenComplete((nothing, failure) -> stopAfter(failure)))
                            .toArray(CompletableFuture[]::new))
                    .join();

            assertThat(recordings).allSatisfy(this::assertRelayedOnce);
            assertThat(scene.gong().calls()).hasSize(RECORDINGS);
            assertThat(scene.gong().overlappingUploads()).isZero();
        } finally {
            workers.forEach(Worker::close);
        }
    }

    private void stopAfter(@Nullable Throwable failure) {
        if (failure != null) {
            waiting.set(0);
        }
    }

    private void send(Recording recording, Duration delay) {
        queue.add(new Message(recording, System.nanoTime() + delay.toNanos()));
    }

    private void assertRelayedOnce(Recording recording) {
        assertThat(scene.calls(recording.key())).as(recording.story()).hasSize(1);
        assertThat(scene.media(recording.key()))
                .as(recording.story())
                .singleElement()
                .extracting(GongUpload::bytes)
                .isEqualTo((long) recording.sizeBytes());
        assertReceiptIsTrue(recording, true);
    }

    /** The receipt is read first, so what it says must be so by the time when Gong is asked. */
    private void assertReceiptIsTrue(Recording recording, boolean relayed) {
        JsonNode receipt = scene.receipt(recording.key());
        String state = receipt.path("state").asText("none");
        String story = recording.story() + "\n" + receipt;
        if (relayed) {
            assertThat(state).as(story).isEqualTo("relayed");
        }
        assertThat(state).as(story).isIn("none", "claimed", "relayed");
        if (receipt.has("callId")) {
            assertThat(scene.calls(recording.key()))
                    .as(story)
                    .singleElement()
                    .matches(call -> call.callId().equals(receipt.path("callId").asText()));
        }
        if (state.equals("relayed")) {
            assertThat(scene.media(recording.key()))
                    .as(story)
                    .singleElement()
                    .extracting(GongUpload::bytes)
                    .isEqualTo(receipt.path("recording").path("size").asLong());
        }
    }

    /** Settings for a process that fails all the time and is to go on all the same. */
    private Path tireless() {
        String strategies = "quarkus.fault-tolerance.\"dev.gongrelay.gong.GongApi$$CDIWrapper\".";
        String settings = strategies + "retry.delay=50\n" + strategies + "circuit-breaker.enabled=false\n";
        try {
            return Files.writeString(folder.resolve("tireless.properties"), settings);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
