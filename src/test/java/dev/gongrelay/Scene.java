package dev.gongrelay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.event.SampleEvents;
import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.GongCall;
import dev.gongrelay.simulator.GongSimulator;
import dev.gongrelay.simulator.GongUpload;
import dev.gongrelay.simulator.RequestHead;
import dev.gongrelay.simulator.SampleMedia;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * What packaged functions find around them: an S3 with recordings and a bucket for receipts, a Gong; and what a test
 * wants to know of these. Each scene has its own receipts, keys and Gong in the one S3 that all tests share.
 */
final class Scene implements AutoCloseable {
    static final String ACCESS_KEY = "test-access-key";
    static final String ACCESS_KEY_SECRET = "test-access-key-secret";

    private final String folder = UUID.randomUUID().toString();
    private final String receipts = "receipts-" + folder;
    private final AtomicInteger recordings = new AtomicInteger();
    private final S3Client s3 = EmbeddedS3.shared().client();
    private final GongSimulator gong = GongSimulator.options()
            .credentials(ACCESS_KEY, ACCESS_KEY_SECRET)
            .requestsPerSecond(0)
            .start();

    Scene() {
        s3.createBucket(request -> request.bucket(receipts));
    }

    GongSimulator gong() {
        return gong;
    }

    /** Where S3 is. */
    URI s3() {
        return EmbeddedS3.shared().endpoint();
    }

    /**
     * The settings of a function that speaks to S3 and Gong at these addresses. Two seconds are kept for tidying up.
     */
    Map<String, String> settings(URI s3Endpoint, URI gongBaseUrl) {
        Map<String, String> settings = new HashMap<>();
        settings.put("RELAY_GONG_BASE_URL", gongBaseUrl.toString());
        settings.put("RELAY_GONG_ALLOWED_HOST", gongBaseUrl.getHost());
        settings.put("RELAY_GONG_ACCESS_KEY", ACCESS_KEY);
        settings.put("RELAY_GONG_ACCESS_KEY_SECRET", ACCESS_KEY_SECRET);
        settings.put("RELAY_SOURCE_ENDPOINT", s3Endpoint.toString());
        settings.put("RELAY_RECEIPTS_BUCKET", receipts);
        settings.put("RELAY_DEFAULTS_PRIMARY_USER", "234599484848423");
        settings.put("RELAY_DEFAULTS_DIRECTION", "Inbound");
        settings.put("RELAY_DEADLINE_MARGIN", "2s");
        return settings;
    }

    /** Puts a recording of its own content into S3, with all of its details, and gives its key. */
    String record(int sizeBytes) {
        int number = recordings.incrementAndGet();
        String key = folder + "/call-" + number + ".wav";
        s3.putObject(
                request -> request.bucket(EmbeddedS3.RECORDINGS)
                        .key(key)
                        .metadata(Map.of("gong-call", "{\"actualStart\":\"2026-11-22T20:32:00Z\"}")),
                RequestBody.fromBytes(SampleMedia.wav(sizeBytes, 1, number)));
        return key;
    }

    /** The SHA-256 of a recording in S3, as the simulator writes it. */
    String sha256(String key) {
        ResponseBytes<GetObjectResponse> read = s3.getObjectAsBytes(
                request -> request.bucket(EmbeddedS3.RECORDINGS).key(key));
        return digest("SHA-256", read.asByteArrayUnsafe());
    }

    /** Puts a recording into S3 whose details are in this sidecar, and gives its key. */
    String recordWithSidecar(String sidecar) {
        int number = recordings.incrementAndGet();
        String key = folder + "/call-" + number + ".wav";
        s3.putObject(
                request -> request.bucket(EmbeddedS3.RECORDINGS).key(key + ".json"), RequestBody.fromString(sidecar));
        s3.putObject(
                request -> request.bucket(EmbeddedS3.RECORDINGS).key(key),
                RequestBody.fromBytes(SampleMedia.wav(1000, 1, number)));
        return key;
    }

    /** What S3 sends when a recording was put. */
    static String notification(String key) {
        return SampleEvents.s3Notification(
                        "ObjectCreated:Put", EmbeddedS3.RECORDINGS, URLEncoder.encode(key, StandardCharsets.UTF_8))
                .toString();
    }

    /** What a queue sends that was sent the notifications of these recordings. */
    static String queued(String... keys) {
        String[] bodies = List.of(keys).stream().map(Scene::notification).toArray(String[]::new);
        return SampleEvents.sqs(bodies).toString();
    }

    /** The calls that Gong has for a recording. */
    List<GongCall> calls(String key) {
        return gong.calls().stream()
                .filter(call ->
                        call.details().path("clientUniqueId").textValue().equals(EmbeddedS3.RECORDINGS + "/" + key))
                .toList();
    }

    /** The attempts at sending a recording that Gong has seen. */
    List<GongUpload> uploads(String key) {
        List<String> callIds = calls(key).stream().map(GongCall::callId).toList();
        return gong.uploads().stream()
                .filter(upload -> callIds.contains(upload.callId()))
                .toList();
    }

    /** The recordings that Gong took; more than one is what must never be. */
    List<GongUpload> media(String key) {
        return uploads(key).stream().filter(GongUpload::accepted).toList();
    }

    /** The receipt of a recording; a missing node when there is none. */
    JsonNode receipt(String key) {
        String name = "receipts/" + EmbeddedS3.RECORDINGS + "/" + key + ".json";
        boolean there = s3.listObjectsV2(request -> request.bucket(receipts).prefix(name)).contents().stream()
                .anyMatch(object -> object.key().equals(name));
        return there
                ? SampleEvents.parse(whole(name))
                : SampleEvents.parse("{}").path("none");
    }

    /**
     * A receipt's text. S3Mock may answer with the beginning of an object that is being written over, where S3 gives one
     * or the other: the text is whole if its ETag, an MD5, is its own.
     */
    private String whole(String name) {
        ResponseBytes<GetObjectResponse> read;
        do {
            read = s3.getObjectAsBytes(request -> request.bucket(receipts).key(name));
        } while (!read.response().eTag().equals("\"" + digest("MD5", read.asByteArrayUnsafe()) + "\""));
        return read.asUtf8String();
    }

    private static String digest(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a request to S3 writes a receipt. */
    boolean writesReceipt(RequestHead request) {
        return request.method().equals("PUT") && request.path().startsWith("/" + receipts + "/");
    }

    /** Whether a request to S3 looks a recording up. */
    static boolean looksUp(RequestHead request) {
        return request.method().equals("HEAD") && request.path().startsWith("/" + EmbeddedS3.RECORDINGS + "/");
    }

    /** Whether a request to S3 reads a recording from the beginning to the end. */
    static boolean readsAll(RequestHead request) {
        return "bytes=0-".equals(request.range());
    }

    @Override
    public void close() {
        gong.close();
        s3.close();
    }
}
