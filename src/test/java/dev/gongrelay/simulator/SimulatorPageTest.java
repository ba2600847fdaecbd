package dev.gongrelay.simulator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the simulator's page is made of; {@link SimulatorPageBrowserTest} looks at the page itself. */
class SimulatorPageTest {
    private static final String MEDIA = "0123456789";

    private final GongSimulator gong =
            GongSimulator.options().requestsPerSecond(0).keepMedia(1_000_000).start();
    private final SimulatorClient client = new SimulatorClient(gong);

    @AfterEach
    void close() {
        gong.close();
    }

    @Test
    void is_served_under_a_strict_policy() {
        String page = client.page("/")
                .statusCode(200)
                .contentType("text/html")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", containsString("default-src 'none'; script-src 'self'"))
                .header("Content-Security-Policy", not(containsString("unsafe")))
                .extract()
                .asString();

        assertThat(page).doesNotContain("<style", "style=", "onclick");
        assertThat(page.replaceAll("(?s)<script [^>]*src=[^>]*></script>", "")).doesNotContain("<script");
    }

    @Test
    void serves_every_file_that_its_files_name() {
        String html = client.page("/").extract().asString();

        for (String path : html.replaceAll("(?s).*?(?:src|href)=\"(/page/[^\"]+)\"|.*", "$1 ")
                .split(" +")) {
            client.page(path.isEmpty() ? "/" : path).statusCode(200);
        }
        for (String module : List.of("main", "calls", "call", "requests", "faults", "rows", "waveform")) {
            String script = client.page("/page/" + module + ".js")
                    .statusCode(200)
                    .contentType("text/javascript")
                    .extract()
                    .asString();
            script.lines()
                    .filter(line -> line.startsWith("import "))
                    .forEach(line -> client.page("/page/" + line.replaceAll(".* from '\\./(.*)';", "$1"))
                            .statusCode(200));
        }
        client.page("/favicon.ico").statusCode(200).contentType("image/svg+xml");
        client.page("/page/other.js").statusCode(404);
        client.page("/page/../index.html").statusCode(404);
    }

    @Test
    void lists_the_newest_call_first_a_window_at_a_time() {
        List<String> ids = IntStream.range(0, 5)
                .mapToObj(i -> client.register("call " + i))
                .toList();

        client.page("/page/calls?from=1&count=2")
                .statusCode(200)
                .body("total", equalTo(5))
                .body("matching", equalTo(5))
                .body("rows.id", contains(ids.get(3), ids.get(2)));
    }

    @Test
    void tells_time_title_people_duration_size_and_state() {
        String callId = client.register("one");
        client.put(callId, MEDIA).statusCode(201);

        client.page("/page/calls")
                .body("rows[0].start", equalTo("2026-01-31T09:30:00Z"))
                .body("rows[0].title", equalTo("Renewal of one"))
                .body("rows[0].people", contains("Ann Agent", "Jane Doe"))
                .body("rows[0].seconds", equalTo(75.5f))
                .body("rows[0].bytes", equalTo(10))
                .body("rows[0].state", equalTo("listed"));
    }

    @ParameterizedTest
    @CsvSource({
        "renewal, 2",
        "JANE one, 1",
        "ann agent, 2",
        "+1202, 2",
        "customer 17, 2",
        "renewal of three, 0",
        "18234227402593789502, 1"
    })
    void finds_calls_by_all_the_words_that_are_in_them(String search, int matching) {
        client.register("one");
        client.register("two");

        given().queryParam("search", search)
                .get(gong.baseUrl() + "/page/calls")
                .then()
                .body("matching", equalTo(matching))
                .body("total", equalTo(2));
    }

    @Test
    void tells_calls_apart_by_their_state() {
        String waiting = client.register("waiting");
        String failed = client.register("failed");
        client.put(failed, "").statusCode(400);
        String complete = client.register("complete");
        client.put(complete, MEDIA).statusCode(201);
        gong.processingTime(Duration.ofDays(1));
        String processing = client.register("processing");
        client.put(processing, MEDIA + 1).statusCode(201);

        client.page("/page/calls?state=waiting").body("rows.id", contains(waiting));
        client.page("/page/calls?state=failed").body("rows.id", contains(failed));
        client.page("/page/calls?state=listed").body("rows.id", contains(complete));
        client.page("/page/calls?state=processing").body("rows.id", contains(processing));
    }

    @Test
    void tells_all_about_a_call() {
        String callId = client.register("one");
        client.put("999", MEDIA).statusCode(404);
        client.put(callId, "").statusCode(400);
        client.put(callId, MEDIA).statusCode(201);

        client.page("/page/calls/" + callId)
                .statusCode(200)
                .body("details.clientUniqueId", equalTo("one"))
                .body("users.234599484848423", equalTo("Ann Agent"))
                .body("uploads.accepted", contains(false, true))
                .body("uploads[1].sha256", equalTo("84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882"))
                .body("uploads[1].type", equalTo("audio/x-wav"))
                .body("requests.method", contains("POST", "PUT", "PUT"))
                .body("requests.status", contains(201, 400, 201))
                .body("requests[1].words", equalTo("the media is empty"));
        client.page("/page/calls/999").statusCode(404);
    }

    @Test
    void logs_refused_requests_with_gongs_words() {
        given().post(gong.baseUrl() + "/v2/calls").then().statusCode(401);
        client.put("999", MEDIA).statusCode(404);
        client.register("one");
        client.json().body(SimulatorClient.call("one")).post("/v2/calls");
        gong.fail(Endpoint.LIST_USERS, 1, Fault.answer(429));
        client.authorized().get("/v2/users");

        client.page("/page/requests?which=refused")
                .body("total", equalTo(5))
                .body("matching", equalTo(4))
                .body("rows.status", contains(429, 400, 404, 401))
                .body("rows[1].words", containsString("has already been posted for the call"))
                .body("rows[2].words", equalTo("there is no call 999"))
                .body("rows[3].words", equalTo("Unauthorized"));
        client.page("/page/requests?which=404").body("rows.path", contains("/v2/calls/999/media"));
        client.page("/page/requests?search=posted").body("rows.status", contains(400));
        client.page("/page/requests").body("statuses.201", equalTo(1)).body("rows.number", contains(5, 4, 3, 2, 1));
    }

    @Test
    void sends_what_changes_to_pages_that_are_open() throws IOException {
        try (BufferedReader events = events()) {
            assertThat(nextEvent(events)).contains("\"calls\":0");

            String callId = client.register("one");

            assertThat(eventWith(events, "\"calls\":1")).contains("\"waiting\":1");
            client.put(callId, MEDIA).statusCode(201);
            assertThat(eventWith(events, "\"listed\":1")).contains("\"accepted\":10", "\"refused\":0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/page/calls", "/page/events", "/media/1", "/page/faults"})
    void is_shown_under_names_of_this_machine_alone(String path) {
        given().header("Host", "rebound.example.org")
                .get(gong.baseUrl() + path)
                .then()
                .statusCode(421);
    }

    private BufferedReader events() throws IOException {
        return new BufferedReader(new InputStreamReader(
                gong.baseUrl().resolve("/page/events").toURL().openStream(), StandardCharsets.UTF_8));
    }

    private static String nextEvent(BufferedReader events) {
        try {
            String data = String.valueOf(events.readLine());
            assertThat(data).startsWith("data: ");
            assertThat(events.readLine()).isEmpty();
            return data;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String eventWith(BufferedReader events, String text) {
        return Stream.generate(() -> nextEvent(events))
                .filter(event -> event.contains(text))
                .findFirst()
                .orElseThrow();
    }
}
