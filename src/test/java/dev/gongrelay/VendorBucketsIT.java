package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.lambda.Artifact;
import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.lambda.Reply;
import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.GongCall;
import dev.gongrelay.simulator.GongUpload;
import dev.gongrelay.simulator.GongUser;
import dev.gongrelay.simulator.SampleMedia;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The packaged function in front of buckets as vendors write them, by configuration alone. */
class VendorBucketsIT {
    private static final Scene SCENE = new Scene();
    private static final String FREEPBX = "(?<kind>[a-z]{1,20})-(?<to>[^-/]{1,40})-(?<from>[^-/]{1,40})"
            + "-(?<time>\\d{8}-\\d{6})-(?<uniqueid>[\\d.]{1,40})\\.\\w{3}$";

    @BeforeAll
    static void users() {
        SCENE.gong()
                .users(List.of(
                        GongUser.of("7", "robin@acme.com").with("extension", "3201"),
                        GongUser.of("8", "sam@acme.com").with("extension", "600032")));
    }

    @AfterAll
    static void stop() {
        SCENE.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            connect | connect/acme/CallRecordings/2026/01/31/0f3ab1c2-1111-2222-3333-444455556666_20260131T09:30_UTC.wav | ~~ | 2026-01-31T09:30:00Z | 234599484848423
            genesys | gong/r.flac.wav | {"conversation": {"conversationStart": "2026-01-31T09:30:00.000Z", "originatingDirection": "outbound", "participants": [{"purpose": "external", "sessions": [{"mediaType": "voice", "dnis": "tel:+1"}]}]}, "agent": {"email": "Robin@ACME.com"}} | 2026-01-31T09:30:00Z | 7
            twilio  | AC1/RE1.wav | {"start_time": "Sat, 31 Jan 2026 09:30:00 +0000", "duration": "7", "call_sid": "CA1"} | 2026-01-31T09:30:00Z | 234599484848423
            telnyx  | telnyx/x.wav | {"data": {"payload": {"recording_started_at": "2026-01-31T09:30:00Z", "call_session_id": "s"}}} | 2026-01-31T09:30:00Z | 234599484848423
            freepbx | monitor/2026/01/31/external-3201-+15550100-20260131-103000-1769851800.42.wav | ~~ | 2026-01-31T09:30:00Z | 7
            8x8     | 8x8/9984564e.wav | {"type": "callcenterrecording", "tags": [{"key": "startTime", "value": "1769851800000"}, {"key": "direction", "value": "INBOUND"}, {"key": "extensionNumber", "value": "600032"}]} | 2026-01-31T09:30:00Z | 8
            """)
    void are_relayed_by_the_mapping_that_comes_with_the_relay(
            String mapping, String key, String sidecar, String start, String primaryUser) {
        put(key, sidecar);
        Map<String, String> settings =
                new HashMap<>(SCENE.settings(SCENE.s3(), SCENE.gong().baseUrl()));
        settings.put("RELAY_RECORDINGS_MAPPING", mapping);
        settings.put("RELAY_RECORDINGS_KEY_PATTERN", FREEPBX);
        settings.put("RELAY_RECORDINGS_KEY_TIME_ZONE", "Europe/Berlin");

        Reply reply;
        try (PackagedFunction function = PackagedFunction.start(Artifact.given(), settings)) {
            reply = function.invoke(Scene.notification(key));
        }

        assertThat(reply.failed()).as(reply.body()).isFalse();
        GongCall call = SCENE.gong().calls().get(SCENE.gong().calls().size() - 1);
        JsonNode details = call.details();
        assertThat(details.path("actualStart").asText()).isEqualTo(start);
        assertThat(details.path("primaryUser").asText()).isEqualTo(primaryUser);
        assertThat(SCENE.gong().uploads())
                .filteredOn(GongUpload::accepted)
                .filteredOn(upload -> upload.callId().equals(call.callId()))
                .hasSize(1);
        assertThat(SCENE.receipt(key).path("state").asText()).isEqualTo("relayed");
    }

    private static void put(String key, String sidecar) {
        try (S3Client s3 = EmbeddedS3.shared().client()) {
            if (!sidecar.isEmpty()) {
                s3.putObject(
                        put -> put.bucket(EmbeddedS3.RECORDINGS).key(key + ".json"), RequestBody.fromString(sidecar));
            }
            s3.putObject(
                    put -> put.bucket(EmbeddedS3.RECORDINGS).key(key),
                    RequestBody.fromBytes(SampleMedia.wav(1000, 1, key.hashCode())));
        }
    }
}
