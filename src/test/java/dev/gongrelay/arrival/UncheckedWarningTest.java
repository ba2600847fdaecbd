package dev.gongrelay.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.CapturedLog;
import dev.gongrelay.StoppedClock;
import dev.gongrelay.TestSettings;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.FaultyProxy;
import dev.gongrelay.simulator.ProxyFault;
import dev.gongrelay.simulator.RequestHead;
import dev.gongrelay.source.ReceiptsBucket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** How often it is said that nobody knows what arrives, by however many processes. */
@Execution(ExecutionMode.SAME_THREAD)
class UncheckedWarningTest {
    private static final TransientException DENIAL =
            new TransientException(FailureCode.GONG_FORBIDDEN, "Gong answered 403, requestId 4al0: no scope");
    private static final Duration HOUR = Duration.ofHours(1);

    private final String prefix = "unchecked-" + UUID.randomUUID();
    private final FaultyProxy proxy = FaultyProxy.inFrontOf(EmbeddedS3.shared().endpoint());
    private final S3Client proxied = EmbeddedS3.client(proxy.endpoint());
    private final S3Client s3 = EmbeddedS3.shared().client();
    private final StoppedClock clock = StoppedClock.at(Instant.now());
    private final CapturedLog log = new CapturedLog();

    @AfterEach
    void close() {
        log.close();
        proxied.close();
        s3.close();
        proxy.close();
    }

    @Test
    void warns_once_an_hour_and_says_what_to_do() {
        UncheckedWarning process = process(s3);

        process.warn(DENIAL);
        clock.pass(Duration.ofMinutes(59));
        process.warn(DENIAL);
        assertThat(warnings()).hasSize(1);
        clock.pass(Duration.ofMinutes(1));
        process.warn(DENIAL);

        assertThat(warnings()).hasSize(2);
        assertThat(log.text()).contains("api:calls:read:extensive", "requestId 4al0");
    }

    @Test
    void warns_once_an_hour_for_all_processes() {
        List<UncheckedWarning> processes = List.of(process(s3), process(proxied), process(s3));

        for (int minute = 0; minute < 180; minute += 10) {
            processes.forEach(process -> process.warn(DENIAL));
            process(s3).warn(DENIAL);
            clock.pass(Duration.ofMinutes(10));
        }

        assertThat(warnings()).hasSize(3);
        assertThat(proxy.heads())
                .filteredOn(head -> head.method().equals("GET"))
                .hasSizeLessThanOrEqualTo(6);
    }

    /** Whether it is the first warning of all, or the last one is an hour old: both processes find the same. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void warns_once_when_two_processes_would_at_the_same_time(boolean first) {
        if (!first) {
            process(s3).warn(DENIAL);
            clock.pass(HOUR);
        }
        int before = warnings().size();
        UncheckedWarning other = process(s3);
        proxy.fail(1, writing(() -> other.warn(DENIAL)), ProxyFault.none());

        process(proxied).warn(DENIAL);

        assertThat(warnings()).hasSize(before + 1);
    }

    @Test
    void warns_once_when_many_processes_would_at_the_same_time() throws Exception {
        for (int round = 1; round <= 5; round++) {
            CyclicBarrier together = new CyclicBarrier(4);
            List<Thread> threads = new ArrayList<>();
            for (int number = 0; number < 4; number++) {
                UncheckedWarning process = process(s3);
                threads.add(new Thread(() -> {
                    try {
                        together.await();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    process.warn(DENIAL);
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(warnings()).hasSize(round);
            clock.pass(HOUR);
        }
    }

    /** The SDK repeats a write whose answer was lost, and hears 412; or every answer is lost. */
    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void warns_once_although_the_answer_to_its_write_was_lost(int lost) {
        proxy.fail(lost, writing(() -> {}), ProxyFault.noAnswer());

        process(proxied).warn(DENIAL);
        process(s3).warn(DENIAL);

        assertThat(warnings()).hasSize(1);
        proxy.reset();
        clock.pass(HOUR);
        process(s3).warn(DENIAL);
        assertThat(warnings()).hasSize(2);
    }

    @Test
    void warns_in_each_process_while_s3_can_not_be_asked() {
        proxy.fail(1000, ProxyFault.error(403, "Forbidden", "AccessDenied", "no"));
        UncheckedWarning one = process(proxied);
        UncheckedWarning other = process(proxied);

        one.warn(DENIAL);
        one.warn(DENIAL);
        other.warn(DENIAL);

        assertThat(warnings()).hasSize(2);
    }

    @Test
    void warns_once_an_hour_without_a_receipts_bucket() {
        UncheckedWarning process = new UncheckedWarning(new ReceiptsBucket(s3, TestSettings.with(Map.of())), clock);

        process.warn(DENIAL);
        process.warn(DENIAL);
        clock.pass(HOUR);
        process.warn(DENIAL);

        assertThat(warnings()).hasSize(2);
    }

    /** Nor does a clock that was wrong silence it for a year. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"id\":\"1\",\"warnedAt\":\"soon\"}",
                "{\"id\":\"1\",\"warnedAt\":\"2036-01-01T00:00:00Z\"}"
            })
    void is_not_silenced_by_a_damaged_note(String damaged) {
        s3.putObject(
                put -> put.bucket(EmbeddedS3.RECORDINGS).key(prefix + "/" + UncheckedWarning.NAME),
                RequestBody.fromString(damaged));

        process(s3).warn(DENIAL);
        process(s3).warn(DENIAL);

        assertThat(warnings()).hasSize(1);
    }

    private UncheckedWarning process(S3Client through) {
        return new UncheckedWarning(
                new ReceiptsBucket(
                        through,
                        TestSettings.with(Map.of(
                                "relay.receipts.bucket", EmbeddedS3.RECORDINGS, "relay.receipts.prefix", prefix))),
                clock);
    }

    private List<String> warnings() {
        return log.records().stream()
                .map(line -> line.getFormattedMessage())
                .filter(line -> line.contains("nobody knows which recordings arrived"))
                .toList();
    }

    private static Predicate<RequestHead> writing(Runnable happening) {
        return head -> {
            if (head.method().equals("PUT")) {
                happening.run();
                return true;
            }
            return false;
        };
    }
}
