package dev.gongrelay.simulator;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.gongrelay.StoppedClock;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the simulator says about calls once they are there. */
class GongReadsTest {

    private final StoppedClock clock = StoppedClock.at("2026-01-31T10:00:00Z");
    private final GongSimulator gong =
            GongSimulator.options().requestsPerSecond(0).clock(clock).start();
    private final SimulatorClient client = new SimulatorClient(gong);

    @AfterEach
    void close() {
        gong.close();
    }

    @Test
    void lists_a_call_that_has_its_media() {
        String callId = client.relay("one", 60);
        String withoutMedia = client.register("two");

        client.filter("{\"callIds\": [\"" + callId + "\", \"" + withoutMedia + "\", \"1\"]}")
                .statusCode(200)
                .body("records.totalRecords", equalTo(1))
                .body("records.cursor", nullValue())
                .body("calls[0].metaData.id", equalTo(callId))
                .body("calls[0].metaData.clientUniqueId", equalTo("one"))
                .body("calls[0].metaData.customData", equalTo("customer 17"))
                .body("calls[0].metaData.primaryUserId", equalTo("234599484848423"))
                .body("calls[0].metaData.duration", equalTo(60))
                .body("calls[0].metaData.media", equalTo("Audio"))
                .body("calls[0].parties", nullValue());
        client.get("/v2/calls/" + callId).statusCode(200).body("call.clientUniqueId", equalTo("one"));
        client.get("/v2/calls/" + withoutMedia).statusCode(404).body("errors.size()", equalTo(1));
        client.get("/v2/calls?fromDateTime=2026-01-01T00:00:00Z&toDateTime=2026-02-01T00:00:00Z")
                .statusCode(200)
                .body("calls.id", contains(callId));
    }

    @Test
    void tells_what_the_selector_asks_for() {
        client.relay("one", 60);

        client.json()
                .body("{\"filter\": {}, \"contentSelector\": {\"exposedFields\": {\"parties\": true}}}")
                .post("/v2/calls/extensive")
                .then()
                .statusCode(200)
                .body("calls[0].parties[0].userId", equalTo("234599484848423"))
                .body("calls[0].parties[0].affiliation", equalTo("Internal"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"callIds": ["1"]}                              | 404 | no calls found
            {"fromDateTime": "2026-02-01T00:00:00Z"}        | 404 | no calls found
            {"toDateTime": "2026-01-01T00:00:00Z"}          | 404 | no calls found
            {"primaryUserIds": ["2"]}                       | 404 | no calls found
            {"workspaceId": "2"}                            | 404 | no calls found
            {"fromDateTime": "yesterday"}                   | 400 | must be ISO-8601 times
            7                                               | 400 | filter is required
            """)
    void finds_nothing_or_says_what_is_wrong(String filter, int status, String words) {
        client.relay("one", 60);

        client.filter(filter).statusCode(status).body("errors[0]", containsString(words));
    }

    @Test
    void takes_a_hundred_ids_and_no_more() {
        String callId = client.relay("one", 60);
        String others = IntStream.range(1, 100).mapToObj(i -> "\"" + i + "\"").collect(Collectors.joining(", "));

        client.filter("{\"callIds\": [\"" + callId + "\", " + others + "]}").statusCode(200);
        client.filter("{\"callIds\": [\"" + callId + "\", \"100\", " + others + "]}")
                .statusCode(400)
                .body("errors[0]", containsString("more than 100"));
    }

    @Test
    void lists_a_hundred_calls_a_page() {
        IntStream.range(0, 101)
                .forEach(i ->
                        client.put(client.register("call " + i), SampleMedia.wav(1000, 1, i), "a.wav", "audio/wav"));

        String cursor = client.filter("{}")
                .statusCode(200)
                .body("records.totalRecords", equalTo(101))
                .body("records.currentPageSize", equalTo(100))
                .body("records.currentPageNumber", equalTo(0))
                .body("calls.size()", equalTo(100))
                .extract()
                .path("records.cursor");

        client.json()
                .body("{\"filter\": {}, \"cursor\": \"" + cursor + "\"}")
                .post("/v2/calls/extensive")
                .then()
                .statusCode(200)
                .body("records.currentPageNumber", equalTo(1))
                .body("records.cursor", nullValue())
                .body("calls.metaData.clientUniqueId", contains("call 100"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"other", "page 2", "cGFnZSAx", "cGFnZSAzMDAwMDAwMA==", "cGFnZSA0Mjk0OTY3Mjk1", "cGFnZSAtMQ=="})
    void refuses_a_cursor_that_it_did_not_give(String cursor) {
        client.relay("one", 60);

        client.json()
                .body("{\"filter\": {}, \"cursor\": \"" + cursor + "\"}")
                .post("/v2/calls/extensive")
                .then()
                .statusCode(400)
                .body("errors[0]", equalTo("the cursor does not belong to this list"));
    }

    @Test
    void lists_a_call_when_its_media_was_processed() {
        gong.processingTime(Duration.ofMinutes(40));
        gong.listLate(1, Duration.ofMinutes(20));
        String late = client.relay("late", 60);
        String usual = client.relay("usual", 61);

        clock.pass(Duration.ofMinutes(40).minusMillis(1));
        client.filter("{}").statusCode(404);
        client.get("/v2/calls/" + usual).statusCode(404);

        clock.pass(Duration.ofMillis(1));
        client.filter("{}").body("calls.metaData.id", contains(usual));

        clock.pass(Duration.ofMinutes(20));
        client.filter("{}").body("calls.metaData.id", contains(late, usual));
    }

    @Test
    void discards_media_that_is_too_short_without_a_word() {
        gong.discardShorterThan(Duration.ofSeconds(30));
        gong.processingTime(Duration.ofMinutes(1));

        client.relay("short", 29);
        String enough = client.relay("enough", 30);
        clock.pass(Duration.ofDays(1));

        client.filter("{}").body("calls.metaData.id", contains(enough));
    }

    @ParameterizedTest
    @CsvSource({"PUT", "PATCH", "DELETE"})
    void lets_nobody_correct_a_call(String method) {
        String callId = client.register("one");

        client.json().body("{}").request(method, "/v2/calls/" + callId).then().statusCode(405);
    }
}
