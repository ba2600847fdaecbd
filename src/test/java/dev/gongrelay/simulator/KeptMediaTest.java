package dev.gongrelay.simulator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
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
        String callId = client.register("one");
        client.put(callId, MEDIA).statusCode(201);

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
        client.page("/media/1").statusCode(404);
        client.page("/media/../a").statusCode(404);
        client.page("/media/").statusCode(404);
    }

    @Test
    void keeps_the_newest_media_within_its_room_on_disk() {
        restart(GongSimulator.options().requestsPerSecond(0).keepMedia(25));
        List<String> ids = IntStream.range(0, 3)
                .mapToObj(i -> {
                    String callId = client.register("call " + i);
                    client.put(callId, MEDIA.substring(1) + i).statusCode(201);
                    return callId;
                })
                .toList();

        client.page("/media/" + ids.get(0)).statusCode(404);
        client.page("/media/" + ids.get(1)).statusCode(200);
        client.page("/media/" + ids.get(2)).statusCode(200);
        String larger = client.register("larger");
        client.put(larger, "x".repeat(26)).statusCode(201);
        client.page("/media/" + larger).statusCode(404);
        client.page("/page/calls/" + larger).body("uploads[0].kept", equalTo(false));
    }

    @Test
    void leaves_nothing_on_disk() throws IOException {
        String media = UUID.randomUUID().toString();
        client.put(client.register("one"), media).statusCode(201);
        List<Path> during = temporaryFoldersWith(media);

        gong.close();

        assertThat(during).hasSize(1).noneMatch(Files::exists);
    }

    private void restart(SimulatorOptions options) {
        gong.close();
        gong = options.start();
        client = new SimulatorClient(gong);
    }

    /** The folders for temporary files with a file of this content; others come and go at the same time. */
    private static List<Path> temporaryFoldersWith(String content) throws IOException {
        try (Stream<Path> folders = Files.list(TemporaryFolder.parent())) {
            return folders.filter(folder -> Stream.of(
                                    Objects.requireNonNullElse(folder.toFile().listFiles(), new File[0]))
                            .anyMatch(file -> isFile(file.toPath(), content)))
                    .toList();
        }
    }

    private static boolean isFile(Path file, String content) {
        try {
            return Files.isRegularFile(file)
                    && Files.size(file) == content.length()
                    && Files.readString(file).equals(content);
        } catch (IOException e) {
            return false;
        }
    }
}
