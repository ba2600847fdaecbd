package dev.gongrelay.simulator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallsPageTest {
    private static final String CALL = """
            {"clientUniqueId": "<script>alert('id')</script>", "title": "A & B \\"quoted\\" <img src=x>",
             "actualStart": "2026-01-31T09:30:00Z", "direction": "Inbound", "primaryUser": "1",
             "parties": [{"userId": "1", "name": "<b>Ann</b>", "mediaChannelId": 0}]}""";
    private static final String MEDIA = "0123456789";

    private GongSimulator gong;
    private String callId = "";

    @BeforeEach
    void receive_a_call(@TempDir Path folder) {
        gong = GongSimulator.options().mediaFolder(folder).start();
        callId = authorized()
                .contentType("application/json")
                .body(CALL)
                .post("/v2/calls")
                .path("callId");
        String body = "--b\r\nContent-Disposition: form-data; name=\"mediaFile\"; filename=\"a.wav\"\r\n"
                + "Content-Type: audio/wav\r\n\r\n" + MEDIA + "\r\n--b--\r\n";
        authorized()
                .config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .encodeContentTypeAs("multipart/form-data", ContentType.BINARY)))
                .contentType("multipart/form-data; boundary=b")
                .body(body.getBytes(StandardCharsets.US_ASCII))
                .put("/v2/calls/" + callId + "/media")
                .then()
                .statusCode(201);
    }

    @AfterEach
    void close() {
        gong.close();
    }

    @Test
    void lists_the_calls_with_everything_escaped() {
        Response response = given().get(gong.baseUrl() + "/");
        String page = response.asString();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.header("Content-Security-Policy")).startsWith("default-src 'none'");
        assertThat(page)
                .contains(
                        "A &amp; B &quot;quoted&quot; &lt;img src=x&gt;",
                        "&lt;b&gt;Ann&lt;/b&gt;, 1, channel 0",
                        callId,
                        "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882",
                        "10 B",
                        "accepted",
                        "src=\"/media/" + callId + "\"")
                .doesNotContain("<script>", "<img", "<b>");
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-, 206, 0123456789, bytes 0-9/10",
        "bytes=2-4, 206, 234, bytes 2-4/10",
        "bytes=8-99, 206, 89, bytes 8-9/10",
        "bytes=-3, 206, 789, bytes 7-9/10",
        "bytes=10-, 416, '', bytes */10",
        "bytes=99999999999999999999-, 416, '', bytes */10",
        "lines=1-2, 200, 0123456789,"
    })
    void serves_ranges_of_the_audio(String range, int status, String body, String contentRange) {
        given().header("Range", range)
                .get(gong.baseUrl() + "/media/" + callId)
                .then()
                .statusCode(status)
                .header("Content-Range", equalTo(contentRange))
                .body(equalTo(body));
    }

    @Test
    void knows_no_other_media() {
        given().get(gong.baseUrl() + "/media/1").then().statusCode(404);
        given().get(gong.baseUrl() + "/media/../a").then().statusCode(404);
    }

    @Test
    void is_shown_under_names_of_this_machine_alone() {
        given().header("Host", "rebound.example.org")
                .get(gong.baseUrl() + "/")
                .then()
                .statusCode(421);
    }

    private RequestSpecification authorized() {
        return given().baseUri(gong.baseUrl().toString()).auth().preemptive().basic("simulator", "simulator-secret");
    }
}
