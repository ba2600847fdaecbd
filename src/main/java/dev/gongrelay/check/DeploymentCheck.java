package dev.gongrelay.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.time.Deadline;
import dev.gongrelay.tls.TlsEngine;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Checks that everything that relaying needs is there. Runs all checks at once and does not wait for one that hangs, so
 * that it answers in less than 20 s.
 */
@Singleton
class DeploymentCheck {
    private static final Duration WORK = Duration.ofSeconds(14);
    private static final Duration ANSWER = Duration.ofSeconds(17);

    private final GongCheck gong;
    private final AwsCheck aws;
    private final QueueCheck queues;
    private final TlsEngine tls;
    private final Deadline deadline;

    DeploymentCheck(GongCheck gong, AwsCheck aws, QueueCheck queues, TlsEngine tls, Deadline deadline) {
        this.gong = gong;
        this.aws = aws;
        this.queues = queues;
        this.tls = tls;
        this.deadline = deadline;
    }

    /** The answer: {@code ok}, and a line for each check. */
    ObjectNode answer() {
        return answer(WORK, ANSWER);
    }

    /**
     * The same.
     *
     * @param work the time for work
     * @param longest when a check that has not answered is left behind
     */
    ObjectNode answer(Duration work, Duration longest) {
        deadline.shorten(work);
        Map<String, CompletableFuture<Finding>> findings = new LinkedHashMap<>();
        checks().forEach((name, check) -> findings.put(name, begin(name, check, longest)));
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.put("ok", findings.values().stream().map(CompletableFuture::join).allMatch(Finding::ok));
        ArrayNode lines = all.putArray("checks");
        findings.forEach((name, finding) -> lines.add(finding.join().line(name)));
        return all;
    }

    private Map<String, Supplier<Finding>> checks() {
        Map<String, Supplier<Finding>> checks = new LinkedHashMap<>();
        checks.put("settings", () -> Finding.ok("valid; the function does not start with an invalid one"));
        checks.put("TLS", () -> Finding.ok(tls.description()));
        checks.put("Gong's secret", gong::secret);
        checks.put("Gong", gong::users);
        checks.put("proof of arrival", gong::calls);
        checks.put("recordings bucket", aws::recordingsBucket);
        checks.put("notifications", aws::notifications);
        checks.put("clock", aws::clock);
        checks.put("mapping", aws::mapping);
        checks.put("Amazon Connect", aws::connect);
        checks.put("receipts bucket", aws::receiptsBucket);
        checks.put("queue", queues::events);
        checks.put("dead-letter queue", queues::deadLetters);
        checks.put("arrivals queue", queues::arrivals);
        return checks;
    }

    private CompletableFuture<Finding> begin(String name, Supplier<Finding> check, Duration longest) {
        Finding late =
                Finding.problem("No answer came within " + longest.toSeconds() + " s. In a VPC, check the routes.");
        return Uni.createFrom()
                .item(check)
                .runSubscriptionOn(task -> daemon(task, name))
                .onFailure()
                .recoverWithItem(DeploymentCheck::problem)
                .ifNoItem()
                .after(longest)
                .recoverWithItem(late)
                .subscribeAsCompletionStage();
    }

    private static void daemon(Runnable task, String name) {
        Thread thread = new Thread(task, "check of " + name);
        thread.setDaemon(true);
        thread.start();
    }

    private static Finding problem(Throwable failure) {
        return failure instanceof RelayException known
                ? Finding.problem(known, Advice.on(known))
                : Finding.problem("The check failed: " + failure);
    }
}
