package dev.gongrelay.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.time.Deadline;
import dev.gongrelay.tls.TlsEngine;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Looks whether everything that relaying needs is there. All is asked at once, and what hangs is left behind, so that
 * there is an answer in less than 20 s.
 */
@Singleton
class DeploymentCheck {
    private static final Duration WORK = Duration.ofSeconds(14);
    private static final Duration ANSWER = Duration.ofSeconds(17);

    private final GongCheck gong;
    private final AwsCheck aws;
    private final TlsEngine tls;
    private final Deadline deadline;
    private final Duration work;
    private final Duration answer;

    @Inject
    DeploymentCheck(GongCheck gong, AwsCheck aws, TlsEngine tls, Deadline deadline) {
        this(gong, aws, tls, deadline, WORK, ANSWER);
    }

    /**
     * @param work the time for work
     * @param answer when what has not answered is left behind
     */
    DeploymentCheck(GongCheck gong, AwsCheck aws, TlsEngine tls, Deadline deadline, Duration work, Duration answer) {
        this.gong = gong;
        this.aws = aws;
        this.tls = tls;
        this.deadline = deadline;
        this.work = work;
        this.answer = answer;
    }

    /** The answer: {@code ok}, and a list of what was looked at. */
    ObjectNode answer() {
        deadline.shorten(work);
        long endNanos = System.nanoTime() + answer.toNanos();
        Map<String, Future<Finding>> running = new LinkedHashMap<>();
        questions().forEach((name, question) -> running.put(name, begin(name, question)));
        ObjectNode whole = JsonNodeFactory.instance.objectNode().put("ok", true);
        ArrayNode lines = whole.putArray("checks");
        running.forEach((name, finding) -> {
            Finding found = await(finding, endNanos);
            ObjectNode line =
                    lines.addObject().put("check", name).put("ok", found.ok()).put("text", found.text());
            if (found.code() != null) {
                line.put("code", found.code());
            }
            whole.put("ok", whole.path("ok").booleanValue() && found.ok());
        });
        return whole;
    }

    private Map<String, Supplier<Finding>> questions() {
        Map<String, Supplier<Finding>> questions = new LinkedHashMap<>();
        questions.put("settings", () -> Finding.ok("valid; the function does not start with a wrong one"));
        questions.put("TLS", () -> Finding.ok(tls.description()));
        questions.put("Gong's secret", gong::secret);
        questions.put("Gong", gong::users);
        questions.put("proof of arrival", gong::calls);
        questions.put("recordings bucket", aws::recordingsBucket);
        questions.put("notifications", aws::notifications);
        questions.put("clock", aws::time);
        questions.put("mapping", aws::mapping);
        questions.put("Amazon Connect", aws::connect);
        questions.put("receipts bucket", aws::receiptsBucket);
        questions.put("queue", aws::queue);
        questions.put("dead-letter queue", aws::deadLetters);
        questions.put("arrivals queue", aws::arrivals);
        return questions;
    }

    private static Future<Finding> begin(String name, Supplier<Finding> question) {
        FutureTask<Finding> answer = new FutureTask<>(() -> ask(question));
        Thread thread = new Thread(answer, "check of " + name);
        thread.setDaemon(true);
        thread.start();
        return answer;
    }

    private static Finding ask(Supplier<Finding> question) {
        try {
            return question.get();
        } catch (RelayException failure) {
            return Finding.problem(failure);
        }
    }

    private Finding await(Future<Finding> finding, long endNanos) {
        try {
            return finding.get(Math.max(0, endNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return Finding.problem(
                    "There was no answer within " + answer.toSeconds() + " s. In a VPC, check its routes.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.problem("The check was interrupted");
        } catch (ExecutionException e) {
            return Finding.problem("The check failed: " + e.getCause());
        }
    }
}
