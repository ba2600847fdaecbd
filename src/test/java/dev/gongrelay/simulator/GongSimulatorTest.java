package dev.gongrelay.simulator;

import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GongSimulatorTest {
    private static final String CALL = """
            {"clientUniqueId": "%s", "actualStart": "2026-01-31T09:30:00+01:00", "direction": "Inbound",
             "primaryUser": "234599484848423", "parties": [{"userId": "234599484848423", "mediaChannelId": 0}]}
            """;

    @TempDir
    Path folder;

    private GongSimulator gong = GongSimulator.start();

    @AfterEach
    void close() {
        gong.close();
    }

    @Test
    void takes_a_call_and_its_media() throws Exception {
        restart(GongSimulator.options().requestsPerSecond(0).mediaFolder(folder));
        byte[] media = random(300_000);

        String callId = register("one");
        upload(callId, media)
                .statusCode(201)
                .body("callId", equalTo(callId))
                .body("url", containsString(callId))
                .body("requestId", not(emptyOrNullString()));

        assertThat(callId).matches("[0-9]{20}");
        assertThat(gong.calls()).singleElement().satisfies(call -> {
            assertThat(call.callId()).isEqualTo(callId);
            assertThat(call.details().path("direction").textValue()).isEqualTo("Inbound");
        });
        assertThat(gong.uploads()).singleElement().satisfies(upload -> {
            assertThat(upload.accepted()).isTrue();
            assertThat(upload.status()).isEqualTo(201);
            assertThat(upload.bytes()).isEqualTo(300_000);
            assertThat(upload.received()).isGreaterThan(300_000);
            assertThat(upload.sha256()).isEqualTo(sha256(media));
            assertThat(upload.partHeaders()).containsEntry("content-type", "audio/wav");
            assertThat(upload.headers()).containsKey("content-length").doesNotContainKey("authorization");
            assertThat(upload.media()).hasBinaryContent(media);
        });
        assertThat(gong.requests())
                .extracting(request -> request.method() + " " + request.path())
                .containsExactly("POST /v2/calls", "PUT /v2/calls/" + callId + "/media");
    }

    @Test
    void refuses_other_credentials() {
        given().auth()
                .preemptive()
                .basic("simulator", "other")
                .contentType("application/json")
                .body(CALL)
                .post(gong.baseUrl() + "/v2/calls")
                .then()
                .statusCode(401)
                .body("errors.size()", equalTo(1));

        gong.credentials("simulator", "other");

        authorized()
                .contentType("application/json")
                .body(CALL)
                .post("/v2/calls")
                .then()
                .statusCode(401);
    }

    @Test
    void refuses_everything_while_it_forbids() {
        gong.forbid(true);
        authorized()
                .contentType("application/json")
                .body(CALL)
                .post("/v2/calls")
                .then()
                .statusCode(403);

        gong.forbid(false);

        assertThat(register("one")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "clientUniqueId": "%s"             | "other": 1                     | clientUniqueId is required
            "clientUniqueId": "%s"             | "clientUniqueId": " "          | clientUniqueId is required
            "2026-01-31T09:30:00+01:00"        | "2026-01-31T09:30:00"          | actualStart must be an ISO-8601 time with an offset
            "Inbound"                          | "inbound"                      | direction must be one of Inbound, Outbound, Conference, Unknown
            "primaryUser": "234599484848423"   | "primaryUser": "a@example.org" | primaryUser must be an id of 1 to 20 digits
            "primaryUser": "234599484848423"   | "primaryUser": 234599484848423 | primaryUser must be a string
            "userId": "234599484848423"        | "userId": "1"                  | parties must have the primary user, by userId
            {"userId": "234599484848423", "mediaChannelId": 0} | ''             | parties must have at least one party
            "mediaChannelId": 0                | "mediaChannelId": "left"       | parties[].mediaChannelId must be 0 or 1
            "mediaChannelId": 0                | "emailAddress": "nobody"       | parties[].emailAddress is not an address
            "direction"                        | "duration": "1", "direction"   | duration must be a number of seconds
            """)
    void refuses_a_call_that_lacks_what_is_required(String part, String replacement, String error) {
        String call = CALL.replace(part, replacement);

        authorized()
                .contentType("application/json")
                .body(call)
                .post("/v2/calls")
                .then()
                .statusCode(400)
                .body("requestId", not(emptyOrNullString()))
                .body("errors", hasItem(error));
        assertThat(gong.calls()).isEmpty();
    }

    @Test
    void refuses_a_call_with_texts_that_are_too_long() {
        String call = CALL.formatted("x".repeat(2049))
                .replace("\"direction\"", "\"purpose\": \"" + "x".repeat(256) + "\", \"direction\"");

        authorized()
                .contentType("application/json")
                .body(call)
                .post("/v2/calls")
                .then()
                .statusCode(400)
                .body("errors", hasItem("clientUniqueId is longer than 2048"))
                .body("errors", hasItem("purpose is longer than 255"));
    }

    @Test
    void refuses_a_call_that_is_no_json() {
        authorized()
                .contentType("application/json")
                .body("{")
                .post("/v2/calls")
                .then()
                .statusCode(400);
        authorized()
                .contentType("text/plain")
                .body(CALL)
                .post("/v2/calls")
                .then()
                .statusCode(415);
    }

    @Test
    void names_the_call_of_a_client_unique_id_that_it_knows() {
        String callId = register("one");

        authorized()
                .contentType("application/json")
                .body(CALL.formatted("one"))
                .post("/v2/calls")
                .then()
                .statusCode(400)
                .body("errors[0]", containsString("has already been posted for the call " + callId + " "));
        assertThat(register("two")).isNotEqualTo(callId);
    }

    @Test
    void refuses_calls_of_users_without_telephony_import() {
        restart(GongSimulator.options().usersWithoutTelephonyImport("234599484848423"));

        authorized()
                .contentType("application/json")
                .body(CALL)
                .post("/v2/calls")
                .then()
                .statusCode(409);
    }

    @Test
    void refuses_media_of_a_call_that_it_does_not_know() {
        upload("123", random(10)).statusCode(404);
    }

    @Test
    void refuses_media_for_a_call_that_has_it() {
        String callId = register("one");
        upload(callId, random(10)).statusCode(201);

        upload(callId, random(11)).statusCode(400).body("errors[0]", containsString("has already been handled"));
    }

    @Test
    void refuses_the_same_media_for_another_call() {
        String first = register("one");
        String second = register("two");
        byte[] media = random(100);
        upload(first, media).statusCode(201);

        upload(second, media)
                .statusCode(400)
                .body(
                        "errors[0]",
                        matchesPattern("(?s)A media file with the same content has been uploaded in the past.*"
                                + "callID with the same content: " + first));
        assertThat(gong.uploads()).extracting(GongUpload::accepted).containsExactly(true, false);
    }

    @Test
    void refuses_media_over_the_limit_before_reading_it_and_while_reading_it() {
        restart(GongSimulator.options().requestsPerSecond(0).maxSize(100_000));
        String callId = register("one");

        upload(callId, random(150_000)).statusCode(413);
        upload(callId, random(100_001)).statusCode(413);

        assertThat(gong.uploads().get(0).bytes()).isZero();
        assertThat(gong.uploads()).noneMatch(GongUpload::accepted);
        upload(callId, random(100_000)).statusCode(201);
    }

    @Test
    void refuses_a_body_that_is_not_multipart() {
        String callId = register("one");

        authorized()
                .contentType("audio/wav")
                .body(random(10))
                .put("/v2/calls/" + callId + "/media")
                .then()
                .statusCode(415);
    }

    @ParameterizedTest
    @CsvSource({
        "media, call.wav, audio/wav, must be named mediaFile",
        "mediaFile, call.txt, text/plain, file name",
        "mediaFile, call, audio/wav, file name",
        "mediaFile, call.m4a, video/mp4, Content-Type",
        "mediaFile, call.wav, application/octet-stream, Content-Type"
    })
    void refuses_a_part_with_a_wrong_name_or_type(String part, String fileName, String type, String error) {
        String callId = register("one");

        put(callId, frame(part, fileName, type, random(10)) + "\r\n--b--\r\n")
                .statusCode(400)
                .body("errors[0]", containsString(error));
    }

    @ParameterizedTest
    @CsvSource({"call.MP3, audio/mpeg", "call.m4a, audio/mp4", "call.mkv, video/x-matroska", "call.flac, audio/flac"})
    void takes_the_formats_that_gong_takes(String fileName, String type) {
        String callId = register("one");

        put(callId, frame("mediaFile", fileName, type, random(10)) + "\r\n--b--\r\n")
                .statusCode(201);
    }

    @Test
    void refuses_two_parts_and_none() {
        String callId = register("one");

        String part = frame("mediaFile", "call.wav", "audio/wav", random(10)) + "\r\n";
        put(callId, part + part + "--b--\r\n").statusCode(400).body("errors[0]", containsString("more than one part"));
        put(callId, "--b--\r\n").statusCode(400);
        upload(callId, new byte[0]).statusCode(400);
        assertThat(gong.uploads()).noneMatch(GongUpload::accepted);
    }

    @Test
    void refuses_a_body_without_its_closing_delimiter_or_length() {
        String callId = register("one");

        put(callId, frame("mediaFile", "call.wav", "audio/wav", random(10)))
                .statusCode(400)
                .body("errors[0]", containsString("closing delimiter"));
        authorized()
                .multiPart("mediaFile", "call.wav", random(10), "audio/wav")
                .put("/v2/calls/" + callId + "/media")
                .then()
                .statusCode(411);
        assertThat(gong.uploads()).noneMatch(GongUpload::accepted);
    }

    @Test
    void asks_to_wait_after_three_requests_in_a_second() {
        restart(GongSimulator.options());
        for (int i = 0; i < 3; i++) {
            register("call " + i);
        }

        authorized()
                .contentType("application/json")
                .body(CALL.formatted("one too many"))
                .post("/v2/calls")
                .then()
                .statusCode(429)
                .header("Retry-After", "1")
                .body("errors.size()", equalTo(1));
        assertThat(gong.calls()).hasSize(3);
    }

    @Test
    void knows_no_other_routes() {
        authorized().get("/v2/calls/1/media").then().statusCode(404);
        authorized()
                .contentType("application/json")
                .body(CALL)
                .put("/v2/calls")
                .then()
                .statusCode(404);
    }

    @Test
    void forgets_everything_when_reset() {
        upload(register("one"), random(10)).statusCode(201);
        gong.failCalls(1, Fault.answer(500));

        gong.reset();

        assertThat(gong.calls()).isEmpty();
        assertThat(gong.uploads()).isEmpty();
        assertThat(gong.requests()).isEmpty();
        upload(register("one"), random(10)).statusCode(201);
    }

    @Test
    void leaves_no_file_of_media_that_is_not_accepted() throws Exception {
        restart(GongSimulator.options().requestsPerSecond(0).mediaFolder(folder));
        String callId = register("one");
        gong.failUploads(1, Fault.answerAfterBody(500));

        upload(callId, random(100_000)).statusCode(500);

        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void speaks_tls_with_the_certificate_given() {
        Certificates certificates = Certificates.ofThisBuild();
        restart(GongSimulator.options().tls(certificates.server(Certificates.GOOD)));

        assertThat(gong.baseUrl().getScheme()).isEqualTo("https");
        authorized()
                .relaxedHTTPSValidation()
                .contentType("application/json")
                .body(CALL)
                .post("/v2/calls")
                .then()
                .statusCode(201);
    }

    @Test
    void says_so_when_its_port_is_taken() {
        int port = gong.baseUrl().getPort();

        assertThatThrownBy(() -> GongSimulator.options().port(port).start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("can't listen on 127.0.0.1:" + port);
    }

    private void restart(SimulatorOptions options) {
        gong.close();
        gong = options.start();
    }

    private RequestSpecification authorized() {
        return new SimulatorClient(gong).authorized();
    }

    private String register(String clientUniqueId) {
        return authorized()
                .contentType("application/json")
                .body(CALL.formatted(clientUniqueId))
                .post("/v2/calls")
                .then()
                .statusCode(201)
                .extract()
                .path("callId");
    }

    private ValidatableResponse upload(String callId, byte[] media) {
        return put(callId, frame("mediaFile", "call.wav", "audio/wav", media) + "\r\n--b--\r\n");
    }

    private ValidatableResponse put(String callId, String body) {
        return authorized()
                .config(RestAssured.config()
                        .encoderConfig(encoderConfig().encodeContentTypeAs("multipart/form-data", ContentType.BINARY)))
                .contentType("multipart/form-data; boundary=b")
                .body(body.getBytes(StandardCharsets.ISO_8859_1))
                .put("/v2/calls/" + callId + "/media")
                .then();
    }

    /** A part up to its content's end, one character a byte. */
    private static String frame(String part, String fileName, String type, byte[] media) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + part + "\"; filename=\"" + fileName
                + "\"\r\nContent-Type: " + type + "\r\n\r\n" + new String(media, StandardCharsets.ISO_8859_1);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
