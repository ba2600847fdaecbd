package dev.gongrelay.simulator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The media that the simulator keeps for its page. */
class KeptMediaTest {
    private static final String MEDIA = "0123456789";

    private GongSimulator gong =
            GongSimulator.options().requestsPerSecond(0).keepMedia(1_000_000).start();
    private SimulatorClient client = new SimulatorClient(gong);

    @AfterEach
    void close() {
        gong.close();
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
    void serves_ranges_of_the_audio_as_the_type_that_it_came_as(
            String range, int status, String body, String contentRange) {
        String callId = register("one");
        put(callId, MEDIA).statusCode(201);

        given().header("Range", range)
                .get(gong.baseUrl() + "/media/" + callId)
                .then()
                .statusCode(status)
                .header("Content-Range", equalTo(contentRange))
                .header("Content-Type", status == 416 ? nullValue() : equalTo("audio/x-wav"))
                .body(equalTo(body));
    }

    @Test
    void knows_no_other_media() {
        page("/media/1").statusCode(404);
        page("/media/../a").statusCode(404);
        page("/media/").statusCode(404);
    }

    @Test
    void keeps_the_newest_media_within_its_room_on_disk() {
        restart(GongSimulator.options().requestsPerSecond(0).keepMedia(25));
        List<String> ids = IntStream.range(0, 3)
                .mapToObj(i -> {
                    String callId = register("call " + i);
                    put(callId, MEDIA.substring(1) + i).statusCode(201);
                    return callId;
                })
                .toList();

        page("/media/" + ids.get(0)).statusCode(404);
        page("/media/" + ids.get(1)).statusCode(200);
        page("/media/" + ids.get(2)).statusCode(200);
        String larger = register("larger");
        put(larger, "x".repeat(26)).statusCode(201);
        page("/media/" + larger).statusCode(404);
        page("/page/calls/" + larger).body("uploads[0].kept", equalTo(false));
    }

    @Test
    void leaves_nothing_on_disk() throws IOException {
        List<Path> before = temporaryFolders();
        restart(GongSimulator.options().requestsPerSecond(0).keepMedia(1_000_000));
        put(register("one"), MEDIA).statusCode(201);
        List<Path> during = temporaryFolders();

        gong.close();

        assertThat(during).filteredOn(folder -> !before.contains(folder)).hasSize(1);
        assertThat(temporaryFolders()).isSubsetOf(before);
    }

    private void restart(SimulatorOptions options) {
        gong.close();
        gong = options.start();
        client = new SimulatorClient(gong);
    }

    private static List<Path> temporaryFolders() throws IOException {
        try (Stream<Path> files = Files.list(TemporaryFolder.parent())) {
            return files.toList();
        }
    }

    private ValidatableResponse page(String path) {
        return given().urlEncodingEnabled(false).get(gong.baseUrl() + path).then();
    }

    private String register(String clientUniqueId) {
        return client.register(call(clientUniqueId));
    }

    private static String call(String clientUniqueId) {
        return """
                {"clientUniqueId": "%1$s", "title": "Renewal of %1$s", "actualStart": "2026-01-31T09:30:00Z",
                 "direction": "Inbound", "primaryUser": "234599484848423", "duration": 75.5,
                 "customData": "customer 17",
                 "parties": [{"userId": "234599484848423", "mediaChannelId": 1},
                             {"name": "Jane Doe", "phoneNumber": "+12025550199", "mediaChannelId": 0}]}""".formatted(clientUniqueId);
    }

    private ValidatableResponse put(String callId, String media) {
        return client.put(callId, SimulatorClient.ascii(media), "a.wav", "audio/x-wav");
    }
}
