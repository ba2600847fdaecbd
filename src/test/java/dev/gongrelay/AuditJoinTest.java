package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.check.TestChecks;
import dev.gongrelay.event.SampleEvents;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.simulator.ProxyFault;
import dev.gongrelay.simulator.RequestHead;
import dev.gongrelay.simulator.SampleMedia;
import dev.gongrelay.source.ReceiptsBucket;
import dev.gongrelay.time.Deadline;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** The CSV of an audit, whatever interrupts the writing. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class AuditJoinTest extends SurroundedTest {
    private static final String HEADER = "recording,wouldBe,code,bytes,seconds,primaryUser,warnings,reason";
    /** Makes lines of five kilobytes, so that 22 batches fill a part of the upload. */
    private static final String LONG = "long/".repeat(1000);

    private final String audit = "run-" + UUID.randomUUID();
    private final AtomicLong nanos = new AtomicLong();

    /** A client through the proxy, which can fail. */
    @Inject
    S3Client proxied;

    @Test
    void joins_the_answers_of_all_batches_and_adds_them_up() {
        putRecording(key, SampleMedia.wav(44 + 16_000 * 3, 1, 1));
        JsonNode checked = answerTo("{\"check\":[\"s3://" + BUCKET + "/" + key + "\",\"s3://" + BUCKET + "/a\"]}");
        batch("b", checked.path("recordings").toString());
        batch(
                "a",
                answers(line("s3://calls/a \"b\",\nü+%20.wav", "rejected", "details-invalid", "=1+2", "It, \"is\"")));
        batch("c", answers(line("s3://calls/c.wav", "relayed", null, "7", null)));

        JsonNode totals = answerTo("{\"join\":\"" + audit + "\"}");

        assertThat(csv().split("\r\n"))
                .containsExactly(
                        HEADER,
                        "\"s3://calls/a \"\"b\"\",\nü+%20.wav\",\"rejected\",\"details-invalid\",\"3\",\"1.5\",\"'=1+2\","
                                + "\"0\",\"It, \"\"is\"\"\"",
                        "\"s3://" + BUCKET + "/" + key
                                + "\",\"relayed\",\"\",\"48044\",\"3.0\",\"234599484848423\",\"1\",\"\"",
                        "\"s3://" + BUCKET + "/a\",\"skipped\",\"\",\"\",\"\",\"\",\"0\",\""
                                + checked.path("recordings")
                                        .path(1)
                                        .path("reason")
                                        .asText() + "\"",
                        "\"s3://calls/c.wav\",\"relayed\",\"\",\"3\",\"1.5\",\"7\",\"0\",\"\"");
        assertThat(totals)
                .isEqualTo(SampleEvents.parse("{\"recordings\":4,"
                        + "\"outcomes\":{\"rejected details-invalid\":1,\"relayed\":2,\"skipped\":1},"
                        + "\"owners\":{\"234599484848423\":1,\"7\":1},"
                        + "\"csv\":\"s3://" + receiptsBucket + "/audits/" + audit + ".csv\"}"));
        assertThat(gong.calls()).isEmpty();
    }

    @Test
    void has_a_header_where_nothing_was_found() {
        JsonNode totals = answerTo("{\"join\":\"" + audit + "\"}");

        assertThat(csv()).isEqualTo(HEADER + "\r\n");
        assertThat(totals.path("recordings").asInt()).isZero();
    }

    @Test
    void ignores_other_audits() {
        batch("a", answers(line("s3://calls/a.wav", "relayed", null, "7", null)));
        s3.putObject(
                put -> put.bucket(receiptsBucket).key("audits/parts/" + audit + "0/a.json"),
                RequestBody.fromString(answers(line("s3://calls/other.wav", "relayed", null, "7", null))));

        answerTo("{\"join\":\"" + audit + "\"}");

        assertThat(csv()).contains("s3://calls/a.wav").doesNotContain("other");
    }

    /** Time is up after each of three parts of 5 MiB; or invocations are also killed in between. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void continues_where_an_invocation_ended(boolean killed) {
        List<String> lines = manyBatches(60);
        source.fail(100, timeIsUpAfter(this::uploadsPart), ProxyFault.none());

        List<JsonNode> answers = new ArrayList<>();
        JsonNode progress = JsonNodeFactory.instance.missingNode();
        do {
            nanos.set(0);
            JsonNode from = progress;
            if (killed) {
                int alive = answers.size();
                source.fail(1, after(5 + alive, this::readsBatch), ProxyFault.error(403, "Forbidden", "Killed", "no"));
                assertThatThrownBy(() -> turn(from)).isInstanceOf(RelayException.class);
                nanos.set(0);
            }
            assertThat(exists()).isFalse();
            JsonNode answer = turn(from);
            answers.add(answer);
            progress = answer.path("progress");
        } while (!progress.isMissingNode());

        assertThat(answers).hasSizeGreaterThanOrEqualTo(3);
        assertThat(csv().lines().toList()).isEqualTo(lines);
        assertThat(answers.get(answers.size() - 1).path("recordings").asInt()).isEqualTo(lines.size() - 1);
        assertThat(answers.get(answers.size() - 1).path("owners").path("7").asInt())
                .isEqualTo(lines.size() - 1);
    }

    /** Loses the answer about a part or about the whole file, also to the SDK's retries. */
    @ParameterizedTest
    @ValueSource(strings = {"PUT", "POST"})
    void writes_the_same_file_after_an_answer_of_s3_was_lost(String method) {
        List<String> lines = manyBatches(30);
        source.fail(
                4,
                head -> head.method().equals(method)
                        && head.path().contains("uploadId=")
                        && head.path().contains(audit),
                ProxyFault.noAnswer());

        assertThatThrownBy(() -> turn(JsonNodeFactory.instance.missingNode())).isInstanceOf(RelayException.class);
        source.reset();
        turn(JsonNodeFactory.instance.missingNode());

        assertThat(csv().lines().toList()).isEqualTo(lines);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void starts_over_when_the_upload_is_gone(boolean completed) {
        List<String> lines = manyBatches(30);
        source.fail(1, timeIsUpAfter(this::uploadsPart), ProxyFault.none());
        JsonNode progress = turn(JsonNodeFactory.instance.missingNode()).path("progress");
        nanos.set(0);
        String uploadId = progress.path("uploadId").asText();
        if (completed) {
            turn(progress);
        } else {
            s3.abortMultipartUpload(
                    abort -> abort.bucket(receiptsBucket).key(csvKey()).uploadId(uploadId));
        }

        JsonNode totals = turn(progress);

        assertThat(csv().lines().toList()).isEqualTo(lines);
        assertThat(totals.path("recordings").asInt()).isEqualTo(lines.size() - 1);
    }

    @Test
    void fails_when_there_is_no_time_for_a_single_part() {
        batch("a", answers(line("s3://calls/a.wav", "relayed", null, "7", null)));
        source.fail(1, timeIsUpAfter(this::beginsUpload), ProxyFault.none());

        assertThatThrownBy(() -> turn(JsonNodeFactory.instance.missingNode()))
                .hasMessageContaining("time was up before a part of s3://" + receiptsBucket + "/" + csvKey());
        assertThat(exists()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[", "7"})
    void names_an_object_that_has_no_answers(String body) {
        batch("a", body);

        assertThatThrownBy(() -> answerTo("{\"join\":\"" + audit + "\"}"))
                .hasMessageContaining("s3://" + receiptsBucket + "/audits/parts/" + audit + "/a.json");
        assertThat(exists()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "\"\"", "\"a/b\"", "\"a\\n\"", "{}", "\"run\",\"progress\":7"})
    void accepts_only_the_name_of_an_audit(String join) {
        assertThatThrownBy(() -> answerTo("{\"join\":" + join + "}")).hasMessageContaining("join must be the name");
    }

    private JsonNode turn(JsonNode progress) {
        Deadline deadline = new Deadline(TestSettings.with(Map.of()), nanos::get);
        ReceiptsBucket bucket =
                new ReceiptsBucket(proxied, TestSettings.with(Map.of("relay.receipts.bucket", receiptsBucket)));
        return TestChecks.join(bucket, json, deadline, audit, progress);
    }

    private boolean uploadsPart(RequestHead head) {
        return head.method().equals("PUT") && head.path().contains("partNumber=");
    }

    private boolean beginsUpload(RequestHead head) {
        return head.method().equals("POST") && head.path().contains("?uploads");
    }

    private boolean readsBatch(RequestHead head) {
        return head.method().equals("GET") && head.path().contains("/parts/");
    }

    private static Predicate<RequestHead> after(int many, Predicate<RequestHead> which) {
        AtomicLong seen = new AtomicLong();
        return head -> which.test(head) && seen.incrementAndGet() > many;
    }

    private Predicate<RequestHead> timeIsUpAfter(Predicate<RequestHead> which) {
        return head -> {
            if (which.test(head)) {
                nanos.set(Duration.ofHours(1).toNanos());
                return true;
            }
            return false;
        };
    }

    /** Puts this many batches of fifty; returns the lines of their CSV. */
    private List<String> manyBatches(int many) {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        for (int batch = 0; batch < many; batch++) {
            int from = 50 * batch;
            ObjectNode[] answers = IntStream.range(from, from + 50)
                    .mapToObj(number -> line(address(number), "relayed", null, "7", null))
                    .toArray(ObjectNode[]::new);
            batch(String.format("%06d", batch), answers(answers));
            IntStream.range(from, from + 50)
                    .forEach(number ->
                            lines.add("\"" + address(number) + "\",\"relayed\",\"\",\"3\",\"1.5\",\"7\",\"0\",\"\""));
        }
        return lines;
    }

    private static String address(int number) {
        return "s3://calls/" + LONG + number + ".wav";
    }

    private static ObjectNode line(
            String recording, String outcome, @Nullable String code, String owner, @Nullable String reason) {
        ObjectNode line = JsonNodeFactory.instance
                .objectNode()
                .put("recording", recording)
                .put("wouldBe", outcome);
        if (code != null) {
            line.put("code", code);
        }
        if (reason != null) {
            line.put("reason", reason);
        }
        return line.put("bytes", 3)
                .put("seconds", 1.5)
                .put("primaryUser", owner)
                .put("warnings", 0);
    }

    private static String answers(ObjectNode... lines) {
        ArrayNode answers = JsonNodeFactory.instance.arrayNode();
        Arrays.asList(lines).forEach(answers::add);
        return answers.toString();
    }

    private void batch(String name, String answers) {
        s3.putObject(
                put -> put.bucket(receiptsBucket).key("audits/parts/" + audit + "/" + name + ".json"),
                RequestBody.fromString(answers));
    }

    private String csvKey() {
        return "audits/" + audit + ".csv";
    }

    private String csv() {
        return s3.getObjectAsBytes(get -> get.bucket(receiptsBucket).key(csvKey()))
                .asUtf8String();
    }

    private boolean exists() {
        try {
            s3.headObject(head -> head.bucket(receiptsBucket).key(csvKey()));
            return true;
        } catch (NoSuchKeyException e) {
            return false;
        }
    }
}
