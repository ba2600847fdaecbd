package dev.gongrelay.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.CapturedLog;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class UncheckedTest {
    private static final TransientException DENIAL =
            new TransientException(FailureCode.GONG_FORBIDDEN, "Gong answered 403, requestId 4al0: no scope", null);

    private Instant now = Instant.parse("2026-03-01T09:00:00Z");
    private final Unchecked unchecked = new Unchecked(new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    });

    @Test
    void warns_once_an_hour_and_says_what_to_do() {
        try (CapturedLog log = new CapturedLog()) {
            unchecked.warn(DENIAL);
            now = now.plus(Duration.ofMinutes(59));
            unchecked.warn(DENIAL);
            assertThat(log.records()).hasSize(1);
            now = now.plus(Duration.ofMinutes(1));
            unchecked.warn(DENIAL);

            assertThat(log.records()).hasSize(2);
            assertThat(log.text()).contains("api:calls:read:extensive", "requestId 4al0");
        }
    }
}
