package dev.gongrelay.gong;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.TestSettings;
import dev.gongrelay.settings.RelayConfig;
import io.smallrye.faulttolerance.api.CustomBackoff;
import io.smallrye.faulttolerance.api.RetryWhen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.LongStream;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.junit.jupiter.api.Test;

/** Attempts, delays and timeouts fit each other, and whatever time limit the function has. */
class FaultToleranceArithmeticTest {
    private static final Duration USUAL_LIMIT = Duration.ofMinutes(15);

    /** The longest that RELAY_TIME_LIMIT may be. */
    private static final Duration LONGEST_LIMIT = Duration.ofHours(1);

    private static final Timeout TIMEOUT = GongApi.class.getAnnotation(Timeout.class);
    private static final Retry RETRY = GongApi.class.getAnnotation(Retry.class);

    private static final Set<Class<?>> POLICIES =
            Set.of(Retry.class, RetryWhen.class, CustomBackoff.class, Timeout.class, CircuitBreaker.class);

    private final RelayConfig config = TestSettings.with(Map.of());
    private final Duration working = config.timeLimit().minus(config.deadlineMargin());

    @Test
    void the_time_limit_is_the_templates() {
        assertThat(config.timeLimit()).isEqualTo(USUAL_LIMIT);
    }

    @Test
    void an_attempt_ends_itself_before_the_backstops_do_whatever_the_time_limit() {
        Duration backstop = Duration.of(TIMEOUT.value(), TIMEOUT.unit());

        assertThat(LONGEST_LIMIT.minus(config.deadlineMargin())).isLessThan(backstop);
        assertThat(backstop).isLessThanOrEqualTo(readTimeout());
    }

    /** Both calls may have to wait for an answer that long, and time is left to send the recording. */
    @Test
    void gong_may_take_its_time_for_two_answers() {
        assertThat(config.gong().stallTimeout()).isLessThan(config.gong().answerTimeout());
        assertThat(config.gong().answerTimeout().multipliedBy(2)).isLessThan(working);
    }

    @Test
    void retrying_is_ended_by_the_time_left_alone() {
        assertThat(Duration.of(RETRY.maxDuration(), RETRY.durationUnit())).isGreaterThanOrEqualTo(LONGEST_LIMIT);
    }

    @Test
    void every_request_has_the_same_policy() {
        assertThat(GongApi.class.getMethods())
                .allSatisfy(method -> assertThat(method.getAnnotations())
                        .noneMatch(annotation -> POLICIES.contains(annotation.annotationType())));
    }

    @Test
    void a_break_of_the_circuit_breaker_can_be_waited_out() {
        CircuitBreaker breaker = GongApi.class.getAnnotation(CircuitBreaker.class);

        assertThat(RetryDelay.breakTime()).isEqualTo(Duration.of(breaker.delay(), breaker.delayUnit()));
        assertThat(RetryDelay.breakTime().multipliedBy(config.gong().retries())).isLessThan(working.dividedBy(10));
    }

    @Test
    void the_delays_between_all_attempts_leave_nearly_all_the_time_for_the_attempts() {
        LongStream delays =
                LongStream.iterate(RETRY.delay(), delay -> Math.min(2 * delay, RetryDelay.LONGEST.toMillis()));

        assertThat(Duration.ofMillis(delays.limit(config.gong().retries()).sum()))
                .isLessThan(working.dividedBy(20));
    }

    @Test
    void the_annotation_and_the_setting_have_the_same_default() {
        assertThat(RETRY.maxRetries()).isEqualTo(config.gong().retries());
    }

    private static Duration readTimeout() {
        try (var file = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            Properties properties = new Properties();
            properties.load(file);
            return Duration.ofMillis(Long.parseLong(
                    Objects.requireNonNull(properties.getProperty("quarkus.rest-client.gong.read-timeout"))));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
