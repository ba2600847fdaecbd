package dev.gongrelay.simulator;

import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Sends a simulator what the relay would, and what it would not. */
record SimulatorClient(GongSimulator gong) {
    /** A request with the right credentials. */
    RequestSpecification authorized() {
        return given().baseUri(gong.baseUrl().toString())
                .urlEncodingEnabled(false)
                .auth()
                .preemptive()
                .basic("simulator", "simulator-secret");
    }

    /** The same with JSON as its body. */
    RequestSpecification json() {
        return authorized().contentType("application/json");
    }

    /** Registers a call, and gives its id. */
    String register(String call) {
        return json().body(call)
                .post("/v2/calls")
                .then()
                .statusCode(201)
                .extract()
                .path("callId");
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
