package dev.gongrelay.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.gong.Gong;
import dev.gongrelay.receipt.Receipts;
import dev.gongrelay.recording.Recordings;
import dev.gongrelay.redelivery.QueueCheck;
import dev.gongrelay.source.RecordingsBucket;
import dev.gongrelay.time.Deadline;
import dev.gongrelay.tls.TlsEngine;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Looks whether everything that relaying needs is there. All is asked at once, and what hangs is left behind, so that
 * there is an answer in less than 20 s.
 */
@Singleton
class DeploymentCheck {
    /** The time for work, and what the slowest answer may take beyond it. */
    private static final Duration WORK = Duration.ofSeconds(14);

    private static final Duration ANSWER = Duration.ofSeconds(17);
    /** S3 refuses requests that are signed 15 minutes early or late (Amazon S3, "RequestTimeTooSkewed"). */
    private static final Duration LARGEST_SKEW = Duration.ofMinutes(5);

    private final RecordingsBucket bucket;
    private final Recordings recordings;
    private final Receipts receipts;
    private final QueueCheck queues;
    private final Gong gong;
    private final TlsEngine tls;
    private final Deadline deadline;
    private final Clock clock;

    DeploymentCheck(
            RecordingsBucket bucket,
            Recordings recordings,
            Receipts receipts,
            QueueCheck queues,
            Gong gong,
            TlsEngine tls,
            Deadline deadline,
            Clock clock) {
        this.bucket = bucket;
        this.recordings = recordings;
        this.receipts = receipts;
        this.queues = queues;
        this.gong = gong;
        this.tls = tls;
        this.deadline = deadline;
        this.clock = clock;
    }

    /** The answer: {@code ok}, and a list of what was looked at. */
    ObjectNode answer() {
        deadline.shorten(WORK);
        long endNanos = System.nanoTime() + ANSWER.toNanos();
        Map<String, Future<Finding>> running = new LinkedHashMap<>();
        questions().forEach((name, question) -> running.put(name, begin(name, question)));
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("ok", true);
        ArrayNode lines = answer.putArray("checks");
        running.forEach((name, finding) -> {
            Finding found = await(finding, endNanos);
            ObjectNode line =
                    lines.addObject().put("check", name).put("ok", found.ok()).put("text", found.text());
            if (found.code() != null) {
                line.put("code", found.code());
            }
            answer.put("ok", answer.path("ok").booleanValue() && found.ok());
        });
        return answer;
    }

    private Map<String, Supplier<Finding>> questions() {
        Map<String, Supplier<Finding>> questions = new LinkedHashMap<>();
        questions.put("settings", () -> Finding.ok("valid; the function does not start with a wrong one"));
        questions.put("TLS", () -> Finding.ok(tls.description()));
        questions.put("Gong's secret", this::secret);
        questions.put("Gong", this::gong);
        questions.put("recordings bucket", this::recordingsBucket);
        questions.put("notifications", this::notifications);
        questions.put("clock", this::time);
        questions.put("receipts bucket", this::receiptsBucket);
        questions.put("queue", this::queue);
        questions.put("dead-letter queue", this::deadLetters);
        questions.put("arrivals queue", this::arrivals);
        return questions;
    }

    private static Future<Finding> begin(String name, Supplier<Finding> question) {
        CompletableFuture<Finding> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> answer.complete(ask(question)), "check of " + name);
        thread.setDaemon(true);
        thread.start();
        return answer;
    }

    private static Finding ask(Supplier<Finding> question) {
        try {
            return question.get();
        } catch (RelayException failure) {
            return Finding.problem(failure);
        } catch (RuntimeException fault) {
            return Finding.problem("The check failed: " + fault);
        }
    }

    private Finding await(Future<Finding> finding, long endNanos) {
        try {
            return finding.get(Math.max(0, endNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return Finding.problem(
                    "There was no answer within " + ANSWER.toSeconds() + " s. In a VPC, check its routes.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.problem("The check was interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Finding secret() {
        gong.readCredentials();
        return Finding.ok("read, and has both parts of the key");
    }

    /** Listing users is the cheapest request that also says whose calls may be imported. */
    private Finding gong() {
        AtomicInteger active = new AtomicInteger();
        AtomicInteger importing = new AtomicInteger();
        String counted = "";
        try {
            gong.listUsers(user -> {
                active.addAndGet(user.active() ? 1 : 0);
                importing.addAndGet(user.active() && user.importsCalls() ? 1 : 0);
            });
        } catch (RelayException unfinished) {
            if (unfinished.code() != FailureCode.TIME_UP || active.get() == 0) {
                throw unfinished;
            }
            counted = " counted so far";
        }
        String text = "accepts the key; telephony calls of " + importing + " of the " + active + " active users"
                + counted + " may be imported";
        return importing.get() > 0 || !counted.isEmpty()
                ? Finding.ok(text)
                : Finding.problem(text + ". In Gong, enable it for each of them (Admin, Team members, Data capture).");
    }

    private Finding recordingsBucket() {
        return bucket.name().isEmpty()
                ? Finding.ok("not looked at: RELAY_RECORDINGS_BUCKET is not set")
                : bucket.read(this::mayBeRecording)
                        .map(object -> Finding.ok("a byte of " + object + " could be read"))
                        .orElseGet(() -> Finding.ok("can be listed; there is no recording yet to be read"));
    }

    private boolean mayBeRecording(String key) {
        return !recordings.isBesideRecordings(
                new RecordingReference(bucket.name().orElseThrow(), key, null));
    }

    private Finding notifications() {
        if (bucket.name().isEmpty()) {
            return Finding.ok("not looked at: RELAY_RECORDINGS_BUCKET is not set");
        }
        return bucket.announcedTo()
                .map(target -> Finding.ok("the bucket announces its objects to " + target))
                .orElseGet(() -> Finding.problem("The bucket announces its objects to nobody: EventBridge is off, and"
                        + " there is no notification. Run infra/connect-bucket."));
    }

    private Finding time() {
        if (bucket.name().isEmpty()) {
            return Finding.ok("not looked at: RELAY_RECORDINGS_BUCKET is not set");
        }
        Duration skew = bucket.time()
                .map(time -> Duration.between(time, clock.instant()).abs())
                .orElse(Duration.ZERO);
        String text = "differs from S3's by " + skew.toSeconds() + " s";
        return skew.compareTo(LARGEST_SKEW) < 0
                ? Finding.ok(text)
                : Finding.problem("The clock " + text + "; S3 refuses requests from 15 minutes on. Set the clock.");
    }

    private Finding receiptsBucket() {
        return receipts.probe()
                .map(object -> Finding.ok(object + " was written and removed"))
                .orElseGet(() -> Finding.ok("not set: no receipts are kept, only Gong can detect duplicates"));
    }

    private Finding queue() {
        return queues.waiting()
                .map(messages -> Finding.ok("reachable; about " + messages + " messages wait"))
                .orElseGet(() -> Finding.ok("not set: events come directly"));
    }

    private Finding arrivals() {
        return queues.arrivals()
                .map(messages -> Finding.ok("reachable; about " + messages + " calls wait to be confirmed"))
                .orElseGet(() -> Finding.ok("not set: nobody asks Gong whether calls appeared"));
    }

    private Finding deadLetters() {
        return queues.deadLetters()
                .map(messages -> Finding.ok("reachable; about " + messages + " dead letters"))
                .orElseGet(() -> Finding.ok("not set: what is rejected is left to its sender"));
    }
}
