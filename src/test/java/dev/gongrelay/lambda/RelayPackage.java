package dev.gongrelay.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.Eventually;
import dev.gongrelay.simulator.Fault;
import dev.gongrelay.simulator.FaultyProxy;
import dev.gongrelay.simulator.GongSimulator;
import dev.gongrelay.simulator.GongUpload;
import dev.gongrelay.simulator.ProxyFault;
import dev.gongrelay.simulator.RequestHead;
import dev.gongrelay.simulator.SampleMedia;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** What any package of the relay has to do, in a process of its own: the main cases, and the faults that matter. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
abstract class RelayPackage {
    private static final int SIZE = 12_000_000;
    private static final Duration MARGIN = Duration.ofSeconds(1);
    private static final Duration STALL = Duration.ofSeconds(1);

    private final S3Client s3 = EmbeddedS3.shared().client();
    private final String receipts = "receipts-" + UUID.randomUUID();
    private final Artifact artifact;
    private FaultyProxy source;
    private GongSimulator gong;
    private PackagedFunction function;
    private String key;

    RelayPackage(Artifact artifact) {
        this.artifact = artifact;
    }

    @BeforeAll
    void start() {
        s3.createBucket(request -> request.bucket(receipts));
        source = FaultyProxy.inFrontOf(EmbeddedS3.shared().endpoint());
        gong = GongSimulator.start();
        function = PackagedFunction.start(artifact, settings(source.endpoint(), gong.baseUrl()));
    }

    @AfterAll
    void end() {
        function.close();
        gong.close();
        source.close();
        s3.close();
    }

    @BeforeEach
    void put_a_recording() {
        key = UUID.randomUUID() + "/call.wav";
        put(key, SampleMedia.wav(SIZE, 1, key.hashCode()));
        put(key + ".json", "{\"actualStart\":\"2026-11-22T20:32:00Z\"}".getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void forget() {
        gong.reset();
        source.reset();
    }

    @Test
    void relays_a_recording_once_however_often_it_is_announced() {
        Reply first = function.invoke(notification());
        Reply second = function.invoke(notification());

        assertThat(first.failed()).as(function.log()).isFalse();
        assertThat(second.failed()).as(function.log()).isFalse();
        assertThat(gong.calls()).hasSize(1);
        assertThat(gong.uploads())
                .singleElement()
                .matches(GongUpload::accepted)
                .extracting(GongUpload::bytes)
                .isEqualTo((long) SIZE);
    }

    @Test
    void answers_an_event_that_announces_nothing_with_null() {
        Reply reply = function.invoke("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}");

        assertThat(reply.failed()).as(function.log()).isFalse();
        assertThat(reply.body()).isEqualTo("null");
    }

    @Test
    void writes_flat_log_lines_with_numbers_and_the_ids_of_lambda_and_gong() {
        function.invoke(notification());

        List<JsonNode> lines = function.log()
                .lines()
                .filter(line -> line.startsWith("{") && line.contains("loggerName"))
                .map(RelayPackage::json)
                .toList();
        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            assertThat(line).allMatch(JsonNode::isValueNode);
            assertThat(line.fieldNames())
                    .toIterable()
                    .doesNotContain(
                            "mdc",
                            "loggerClassName",
                            "threadId",
                            "ndc",
                            "hostName",
                            "processName",
                            "processId",
                            "sequence",
                            "AWSRequestId");
        });
        assertThat(lines)
                .filteredOn(line -> line.path("key").asText().equals(key))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("bytes").isNumber()
                                    && line.path("seconds").isNumber()
                                    && line.path("mediaSeconds").isNumber()
                                    && line.path("channels").isNumber()
                                    && line.path("attempts").isNumber()
                                    && line.path("resumes").isNumber())
                            .isTrue();
                    assertThat(line.path("requestId").asText()).isNotEmpty();
                    assertThat(line.path("gongRequestId").asText()).isNotEmpty();
                });
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("No JSON: " + line, e);
        }
    }

    @Test
    void resumes_a_dropped_read_within_the_same_upload() {
        source.fail(1, RelayPackage::isMediaRead, ProxyFault.resetAfter(SIZE / 2));

        Reply reply = function.invoke(notification());

        assertThat(reply.failed()).as(function.log()).isFalse();
        assertThat(gong.uploads()).singleElement().matches(GongUpload::accepted);
        assertThat(source.heads()).filteredOn(RelayPackage::isMediaRead).hasSize(2);
    }

    @Test
    void resumes_a_read_that_falls_silent() {
        source.fail(1, RelayPackage::isMediaRead, ProxyFault.silenceAfter(SIZE / 2));

        Reply reply = function.invoke(notification());

        assertThat(reply.failed()).as(function.log()).isFalse();
        assertThat(gong.uploads()).singleElement().matches(GongUpload::accepted);
    }

    @Test
    void stops_reading_when_gong_refuses_early() {
        gong.failUploads(5, Fault.answer(401));

        Reply reply = function.invoke(notification());

        assertThat(reply.failed()).isTrue();
        assertThat(reply.body()).contains("gong-unauthorized");
        assertThat(gong.uploads()).hasSize(1);
        assertThat(source.bodyBytesDelivered()).isLessThan(8_000_000);
    }

    @Test
    void goes_on_with_the_same_call_after_it_was_killed() {
        assumeThat(artifact.emulator())
                .as("AWS's emulator gives each event the same time, so the killed one's lease would last 15 minutes")
                .isNull();
        gong.failUploads(1, Fault.stopReadingAfter(1_000_000));
        try (var killed = PackagedFunction.start(artifact, settings(source.endpoint(), gong.baseUrl()))) {
            var ignored = killed.send(notification(), Duration.ofSeconds(5));
            Eventually.until("the upload", () -> gong.uploads().stream().anyMatch(upload -> upload.bytes() > 500_000));
            killed.kill();
            Eventually.until("the end of the event", ignored::isCompletedExceptionally);
        }
        gong.resumeReading();

        Eventually.until(
                "the end of the killed function's lease",
                () -> !function.invoke(notification()).failed());

        assertThat(gong.calls()).hasSize(1);
        assertThat(gong.uploads())
                .extracting(GongUpload::callId)
                .containsOnly(gong.calls().get(0).callId());
        assertThat(gong.uploads()).filteredOn(GongUpload::accepted).hasSize(1);
    }

    @Test
    void survives_being_frozen_in_the_middle() {
        gong.failUploads(1, Fault.readSlowly(SIZE / 2));
        var reply = function.send(notification(), PackagedFunction.LONGEST);
        Eventually.until(
                "the upload",
                () -> !gong.uploads().isEmpty() && gong.uploads().get(0).bytes() > 1_000_000);

        function.freeze();
        source.dropConnections();
        long frozen = System.nanoTime();
        Eventually.until("a time longer than S3 may be silent", () -> System.nanoTime() - frozen > 2 * STALL.toNanos());
        function.thaw();

        assertThat(reply.join().failed()).as(function.log()).isFalse();
        assertThat(gong.uploads()).filteredOn(GongUpload::accepted).hasSize(1);
    }

    @Test
    void survives_being_frozen_between_events_until_all_connections_are_gone() {
        function.invoke(notification());
        String first = key;
        put_a_recording();

        function.freeze();
        source.dropConnections();
        function.thaw();
        Reply reply = function.invoke(notification());

        assertThat(first).isNotEqualTo(key);
        assertThat(reply.failed()).as(function.log()).isFalse();
        assertThat(gong.uploads()).hasSize(2).allMatch(GongUpload::accepted);
    }

    private Map<String, String> settings(URI sourceEndpoint, URI gongEndpoint) {
        Map<String, String> settings = new HashMap<>();
        settings.put("RELAY_GONG_BASE_URL", gongEndpoint.toString());
        settings.put("RELAY_GONG_ALLOWED_HOST", gongEndpoint.getHost());
        settings.put("RELAY_GONG_ACCESS_KEY", "simulator");
        settings.put("RELAY_GONG_ACCESS_KEY_SECRET", "simulator-secret");
        settings.put("RELAY_SOURCE_ENDPOINT", sourceEndpoint.toString());
        settings.put("RELAY_SOURCE_STALL_TIMEOUT", STALL.toString());
        settings.put("RELAY_RECEIPTS_BUCKET", receipts);
        settings.put("RELAY_DEADLINE_MARGIN", MARGIN.toString());
        settings.put("RELAY_DEFAULTS_PRIMARY_USER", "234599484848423");
        settings.put("RELAY_DEFAULTS_DIRECTION", "Inbound");
        return settings;
    }

    /** The function in surroundings without faults, with further settings. */
    final PackagedFunction startedWith(Map<String, String> more) {
        Map<String, String> settings = settings(source.endpoint(), gong.baseUrl());
        settings.putAll(more);
        return PackagedFunction.start(artifact, settings);
    }

    /** The Gong that it relays to. */
    final GongSimulator gong() {
        return gong;
    }

    /** How many connections to S3 and Gong this test has seen begin. */
    final int connectionsOpened() {
        return source.connectionsOpened() + gong.requests().size();
    }

    final String notification() {
        return "{\"Records\":[{\"eventSource\":\"aws:s3\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\""
                + EmbeddedS3.RECORDINGS + "\"},\"object\":{\"key\":\"" + key + "\"}}}]}";
    }

    private void put(String name, byte[] bytes) {
        s3.putObject(request -> request.bucket(EmbeddedS3.RECORDINGS).key(name), RequestBody.fromBytes(bytes));
    }

    /** The media is read by signed addresses, everything else with signed headers. */
    private static boolean isMediaRead(RequestHead head) {
        return head.path().contains("X-Amz-Signature=");
    }
}
