package dev.gongrelay.simulator;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Sends a simulator what the relay would, and what it would not. */
record SimulatorClient(GongSimulator gong) {
    static final int BYTES_A_SECOND = 16_000;

    /** A request without credentials. */
    HttpCall anonymous() {
        return HttpCall.to(gong.baseUrl());
    }

    /** A request with the right credentials. */
    HttpCall authorized() {
        return anonymous().as("simulator", "simulator-secret");
    }

    /** Gets something of Gong's. */
    HttpAnswer get(String path) {
        return authorized().get(path);
    }

    /** Gets something of the simulator's page. */
    HttpAnswer page(String path) {
        return anonymous().get(path);
    }

    /** Asks for calls. */
    HttpAnswer filter(String filter) {
        return authorized().json("{\"filter\": " + filter + "}").post("/v2/calls/extensive");
    }

    /** Registers a call with all that the simulator's page shows of one, and gives its id. */
    String register(String clientUniqueId) {
        return registerCall(call(clientUniqueId));
    }

    /** Registers a call, and gives its id. */
    String registerCall(String call) {
        return authorized().json(call).post("/v2/calls").statusCode(201).string("callId");
    }

    /** Registers a call and sends its media, so many seconds of it; gives the call's id. */
    String relay(String clientUniqueId, int seconds) {
        String callId = register(clientUniqueId);
        byte[] media = SampleMedia.wav(44 + seconds * BYTES_A_SECOND, 1, seconds);
        put(callId, media, "a.wav", "audio/wav").statusCode(201);
        return callId;
    }

    /** A call as it is registered. */
    static String call(String clientUniqueId) {
        return """
                {"clientUniqueId": "%1$s", "title": "Renewal of %1$s", "actualStart": "2026-01-31T09:30:00Z",
                 "direction": "Inbound", "primaryUser": "234599484848423", "duration": 75.5,
                 "customData": "customer 17",
                 "parties": [{"userId": "234599484848423", "mediaChannelId": 1},
                             {"name": "Jane Doe", "phoneNumber": "+12025550199", "mediaChannelId": 0}]}""".formatted(clientUniqueId);
    }

    /** Sends a few bytes that are taken for a call's media. */
    HttpAnswer put(String callId, String media) {
        return put(callId, ascii(media), "a.wav", "audio/x-wav");
    }

    /** Sends a call's media, one part in a frame of its own. */
    HttpAnswer put(String callId, byte[] media, String fileName, String type) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(ascii("--b\r\nContent-Disposition: form-data; name=\"mediaFile\"; filename=\"" + fileName
                + "\"\r\nContent-Type: " + type + "\r\n\r\n"));
        body.writeBytes(media);
        body.writeBytes(ascii("\r\n--b--\r\n"));
        return authorized()
                .header("Content-Type", "multipart/form-data; boundary=b")
                .body(body.toByteArray())
                .put("/v2/calls/" + callId + "/media");
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
