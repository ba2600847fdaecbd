package dev.gongrelay.simulator;

import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Sends a simulator requests, valid and invalid. */
record SimulatorClient(GongSimulator gong) {
    static final int BYTES_A_SECOND = 16_000;

    /** A request without credentials; its path is sent as it is. */
    RequestSpecification anonymous() {
        // Tests with Quarkus set REST Assured's own port at the same time.
        return given().baseUri(gong.baseUrl().toString())
                .port(gong.baseUrl().getPort())
                .urlEncodingEnabled(false);
    }

    /** A request with the right credentials. */
    RequestSpecification authorized() {
        return anonymous().auth().preemptive().basic("simulator", "simulator-secret");
    }

    /** Sends a GET to Gong's API. */
    ValidatableResponse get(String path) {
        return authorized().get(path).then();
    }

    /** Sends a GET to the simulator's page. */
    ValidatableResponse page(String path) {
        return anonymous().get(path).then();
    }

    /** Asks for calls. */
    ValidatableResponse filter(String filter) {
        return json().body("{\"filter\": " + filter + "}")
                .post("/v2/calls/extensive")
                .then();
    }

    /** The same with JSON as its body. */
    RequestSpecification json() {
        return authorized().contentType("application/json");
    }

    /** Registers a call with everything that the simulator's page shows; returns its ID. */
    String register(String clientUniqueId) {
        return registerCall(call(clientUniqueId));
    }

    /** Registers a call; returns its ID. */
    String registerCall(String call) {
        return json().body(call)
                .post("/v2/calls")
                .then()
                .statusCode(201)
                .extract()
                .path("callId");
    }

    /** Registers a call and sends this many seconds of media; returns the call's ID. */
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

    /** Sends a few bytes as a call's media. */
    ValidatableResponse put(String callId, String media) {
        return put(callId, ascii(media), "a.wav", "audio/x-wav");
    }

    /** Sends a call's media, one part in a frame of its own. */
    ValidatableResponse put(String callId, byte[] media, String fileName, String type) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(ascii("--b\r\nContent-Disposition: form-data; name=\"mediaFile\"; filename=\"" + fileName
                + "\"\r\nContent-Type: " + type + "\r\n\r\n"));
        body.writeBytes(media);
        body.writeBytes(ascii("\r\n--b--\r\n"));
        return authorized()
                .config(RestAssured.config()
                        .encoderConfig(encoderConfig().encodeContentTypeAs("multipart/form-data", ContentType.BINARY)))
                .contentType("multipart/form-data; boundary=b")
                .body(body.toByteArray())
                .put("/v2/calls/" + callId + "/media")
                .then();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
