package dev.gongrelay.demo;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.lambda.Reply;
import dev.gongrelay.simulator.ByteSize;
import dev.gongrelay.simulator.Fault;
import dev.gongrelay.simulator.ProxyFault;
import dev.gongrelay.simulator.RequestHead;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * The demo's second step with a fault: delivers the event, lets the fault strike, and shows what happened, what the relay
 * did, and what it would have cost otherwise.
 */
final class FaultStory {
    /** How long relaying takes with a slowed-down S3. */
    private static final int SLOW_SECONDS = 3;

    private static final int RETRY_AFTER_SECONDS = 3;
    private static final Duration STALL = Duration.ofSeconds(3);
    /** The time limit of a function that will be killed; its lease ends with it. */
    private static final Duration SHORT_LIMIT = Duration.ofSeconds(7);

    private static final int MOST_DELIVERIES = 20;
    private static final String CLAIMED = FailureCode.CLAIMED_ELSEWHERE.toString();

    private final DemoMachine machine;
    private final Terminal terminal;
    private final String event;
    private final long length;

    FaultStory(DemoMachine machine, Terminal terminal, String event, long lengthBytes) {
        this.machine = machine;
        this.terminal = terminal;
        this.event = event;
        this.length = lengthBytes;
    }

    /** Settings of the function that keep the story short. */
    static Map<String, String> settings(DemoFault fault) {
        return switch (fault) {
            case S3_SILENT -> Map.of("RELAY_SOURCE_STALL_TIMEOUT", STALL.toSeconds() + "s");
            case KILLED -> Map.of("RELAY_DEADLINE_MARGIN", "1s");
            default -> Map.of();
        };
    }

    /** Delivers the event, and tells the story if it succeeded; returns the function's last answer. */
    Reply deliver(DemoFault fault) throws InterruptedException {
        return switch (fault) {
            case NONE -> relay(machine.function());
            case S3_DROP -> brokenRead(ProxyFault.resetAfter(length / 2), "S3 dropped the connection");
            case S3_SILENT ->
                brokenRead(ProxyFault.silenceAfter(length / 2), "S3 fell silent for " + STALL.toSeconds() + " s");
            case THROTTLED -> throttled();
            case TWICE -> twice();
            case KILLED -> killed();
        };
    }

    private Reply brokenRead(ProxyFault fault, String what) throws InterruptedException {
        machine.source().fail(1, FaultStory::isMediaRead, fault);
        Reply reply = relay(machine.function());
        String resumed = machine.source().heads().stream()
                .filter(FaultStory::isMediaRead)
                .map(head -> String.valueOf(head.range()).replaceAll("\\D", ""))
                .reduce("", (earlier, later) -> later);
        return tell(
                reply,
                what + " after " + half() + " of " + all(),
                "resumed at byte " + resumed + " in the same upload; Gong saw "
                        + count(machine.gong().uploads().size(), "upload"),
                "all " + all() + " again, or half a call in Gong");
    }

    private String half() {
        return ByteSize.format(length / 2);
    }

    private String all() {
        return ByteSize.format(length);
    }

    private Reply throttled() throws InterruptedException {
        machine.gong().failCalls(1, Fault.answer(429).header("Retry-After", String.valueOf(RETRY_AFTER_SECONDS)));
        Reply reply = relay(machine.function());
        return tell(
                reply,
                "Gong answered 429 and asked to wait " + RETRY_AFTER_SECONDS + " s",
                "waited as long as Gong asked, then registered the call",
                "a missing call, or retries that use up everybody's limit");
    }

    private Reply twice() throws InterruptedException {
        PackagedFunction other = startAnother();
        slowDown();
        CompletableFuture<Reply> second = other.send(event, PackagedFunction.LONGEST);
        Reply first = relay(machine.function());
        Reply loser = first.failed() ? first : second.join();
        Reply winner = first.failed() ? second.join() : first;
        return tell(
                loser.failed() ? winner : loser,
                "S3 sent the event twice, and two functions took it up",
                "one relayed it; the other saw its receipt and "
                        + (loser.failed() ? "left it for later" : "did nothing"),
                "all " + all() + " twice, perhaps into two calls");
    }

    private Reply killed() throws InterruptedException {
        slowDown();
        CompletableFuture<Reply> cut = machine.function().send(event, SHORT_LIMIT);
        Watch.over(terminal, "relaying", length, machine::bytesAtGong, () -> {
            while (machine.bytesAtGong() < length / 3 && !cut.isDone()) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            return true;
        });
        machine.function().kill();
        long had = machine.bytesAtGong();
        try {
            cut.join();
        } catch (CompletionException e) {
            terminal.line("  The function was killed.");
        }
        PackagedFunction next = startAnother();
        Reply reply = untilTheLeaseIsOver(next);
        return tell(
                reply,
                "the function was killed with " + ByteSize.format(had) + " of " + all() + " at Gong",
                "the next function used the same call: "
                        + count(machine.gong().calls().size(), "call") + " in Gong",
                "an empty call in Gong, which nobody can delete by its API");
    }

    /** Delivers the event, as a queue would, until the killed function's lease no longer keeps it back. */
    private Reply untilTheLeaseIsOver(PackagedFunction next) throws InterruptedException {
        Reply reply = next.invoke(event);
        try (Activity ignored = new Activity(terminal, "Waiting until the lease of the killed function ends")) {
            for (int i = 0;
                    i < MOST_DELIVERIES && reply.failed() && reply.text().startsWith(CLAIMED);
                    i++) {
                TimeUnit.SECONDS.sleep(1);
                reply = next.invoke(event);
            }
        }
        return reply;
    }

    private PackagedFunction startAnother() {
        try (Activity ignored = new Activity(terminal, "Starting another function")) {
            return machine.startFunction();
        }
    }

    private void slowDown() {
        machine.source().fail(1, FaultStory::isMediaRead, ProxyFault.throttle(Math.max(100, length / SLOW_SECONDS)));
    }

    private Reply relay(PackagedFunction function) throws InterruptedException {
        return Watch.over(
                terminal,
                "relaying",
                length,
                machine::bytesAtGong,
                () -> machine.queue().isPresent()
                        ? machine.queue().get().bring(function, PackagedFunction.LONGEST)
                        : function.invoke(event));
    }

    private Reply tell(Reply reply, String happened, String done, String otherwise) {
        if (!reply.failed()) {
            terminal.field("Fault", happened);
            terminal.field("Relay", terminal.good(done));
            terminal.field("Otherwise", otherwise);
        }
        return reply;
    }

    static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** The media is read by signed addresses, everything else with signed headers. */
    private static boolean isMediaRead(RequestHead head) {
        return head.path().contains("X-Amz-Signature=");
    }
}
