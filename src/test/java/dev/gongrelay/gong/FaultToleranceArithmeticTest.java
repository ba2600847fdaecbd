package dev.gongrelay.gong;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.TestSettings;
import dev.gongrelay.settings.RelayConfig;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
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
        assertThat(method("upload").isAnnotationPresent(Timeout.class)).isFalse();
        assertThat(method("register").isAnnotationPresent(Timeout.class)).isFalse();
    }

    /** Both calls may have to wait for an answer that long, and time is left to send the recording. */
    @Test
    void gong_may_take_its_time_for_two_answers() {
        assertThat(config.gong().stallTimeout()).isLessThan(config.gong().answerTimeout());
        assertThat(config.gong().answerTimeout().multipliedBy(2)).isLessThan(working);
    }

    @Test
    void retrying_an_upload_is_ended_by_the_time_left_alone() {
        assertThat(maxDuration("upload")).isGreaterThanOrEqualTo(LONGEST_LIMIT);
    }

    @Test
    void retrying_to_register_leaves_time_for_the_upload() {
        assertThat(maxDuration("register").plus(config.gong().stallTimeout())).isLessThan(working.dividedBy(4));
    }

    @Test
    void retrying_to_list_a_page_of_users_leaves_time_for_the_upload() {
        assertThat(maxDuration("users").plus(config.gong().stallTimeout())).isLessThan(working.dividedBy(4));
        assertThat(longestDelays("users", retry("users").maxRetries())).isLessThan(working.dividedBy(20));
        assertThat(method("users").isAnnotationPresent(Timeout.class)).isFalse();
    }

    @Test
    void a_break_of_the_circuit_breaker_can_be_waited_out() {
        CircuitBreaker breaker = GongApi.class.getAnnotation(CircuitBreaker.class);

        assertThat(RetryDelay.breakTime()).isEqualTo(Duration.of(breaker.delay(), breaker.delayUnit()));
        assertThat(RetryDelay.breakTime().multipliedBy(config.gong().uploadRetries()))
                .isLessThan(working.dividedBy(10));
    }

    @Test
    void the_delays_between_all_attempts_leave_nearly_all_the_time_for_the_attempts() {
        assertThat(longestDelays("upload", config.gong().uploadRetries())).isLessThan(working.dividedBy(20));
        assertThat(longestDelays("register", config.gong().registerRetries())).isLessThan(working.dividedBy(20));
    }

    @Test
    void the_annotations_and_the_settings_have_the_same_defaults() {
        assertThat(retry("upload").maxRetries()).isEqualTo(config.gong().uploadRetries());
        assertThat(retry("register").maxRetries()).isEqualTo(config.gong().registerRetries());
    }

    private static Duration longestDelays(String method, int retries) {
        return Duration.ofMillis(LongStream.iterate(
                        retry(method).delay(), delay -> Math.min(2 * delay, RetryDelay.LONGEST.toMillis()))
                .limit(retries)
                .sum());
    }

    private static Duration maxDuration(String method) {
        return Duration.of(retry(method).maxDuration(), retry(method).durationUnit());
    }

    private static Retry retry(String method) {
        return method(method).getAnnotation(Retry.class);
    }

    private static Method method(String name) {
        return Arrays.stream(GongApi.class.getMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
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
