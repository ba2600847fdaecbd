package dev.gongrelay.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

class LogFormatTest {
    private final LogFormat format = new LogFormat();

    @Test
    void writes_one_flat_object_in_which_numbers_are_numbers() throws JsonProcessingException {
        ExtLogRecord entry = entry("s3://calls/\"a\".wav: relayed");

        String line = line(
                Map.of("bytes", 100_000L, "seconds", new BigDecimal("1.250"), "attempts", 1, "key", "\"a\".wav"),
                entry);

        assertThat(line)
                .endsWith("}\n")
                .satisfies(text -> assertThat(text.indexOf('\n')).isEqualTo(text.length() - 1));
        assertThat(json(line)).isEqualTo(json("""
                {"timestamp":"2026-01-31T09:30:00.123Z","level":"INFO","loggerName":"dev.gongrelay","threadName":"main",
                 "message":"s3://calls/\\"a\\".wav: relayed","bytes":100000,"seconds":1.250,"attempts":1,
                 "key":"\\"a\\".wav"}"""));
    }

    @Test
    void calls_lambdas_id_of_the_invocation_as_lambda_does() throws JsonProcessingException {
        JsonNode line =
                json(line(Map.of(LogFields.INVOCATION, "invocation-1", "gongRequestId", "4al0"), entry("done")));

        assertThat(line.path("requestId").asText()).isEqualTo("invocation-1");
        assertThat(line.path("gongRequestId").asText()).isEqualTo("4al0");
        assertThat(line.has(LogFields.INVOCATION)).isFalse();
    }

    @Test
    void has_the_stack_trace_of_a_fault() throws JsonProcessingException {
        ExtLogRecord entry = entry("failed");
        entry.setThrown(new IllegalStateException("broken"));

        JsonNode line = json(line(Map.of(), entry));

        assertThat(line.path("stackTrace").asText()).startsWith("java.lang.IllegalStateException: broken\n\tat ");
    }

    @Test
    void leaves_no_field_behind() throws JsonProcessingException {
        line(Map.of("key", "a.wav"), entry("first"));

        JsonNode second = json(line(Map.of(), entry("second")));

        assertThat(second.has("key")).isFalse();
    }

    private String line(Map<String, ?> fields, ExtLogRecord entry) {
        StringBuilder line = new StringBuilder();
        LogFields.with(fields, () -> line.append(format.format(entry)));
        return line.toString();
    }

    private static ExtLogRecord entry(String message) {
        ExtLogRecord entry = new ExtLogRecord(Level.INFO, message, LogFormatTest.class.getName());
        entry.setInstant(Instant.parse("2026-01-31T09:30:00.123456Z"));
        entry.setLoggerName("dev.gongrelay");
        entry.setThreadName("main");
        return entry;
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }
}
